import { listOrganisationsOf, ORGANISATION_KINDS, positionsOf } from '#server/modules/people/index.ts';
import type { RequestLocals } from '#server/http/request.ts';
import { textIn } from '#server/platform/text/index.ts';

/** Posts of the classifier and kinds of organisations to choose from; a post that is out of use stays a choice where the profile is tied to it. */
export async function profileChoices(locals: RequestLocals, tied: readonly { positionId: string }[] = []) {
  const positions = (await positionsOf(locals.ctx)).filter((row) => !row.is_retired || tied.some(({ positionId }) => positionId === row.id)).map((row) => ({ value: row.id, text: textIn(row.name, locals.locale) }));
  return { positions, kinds: [...ORGANISATION_KINDS], organisations: new Map((await listOrganisationsOf(locals.ctx)).map(({ id, name }) => [id, textIn(name, locals.locale)])) };
}

/** A post for one kind of organisation is chosen by two fields; the schema takes it as one more of the list. */
export function withAddedPosition(form: FormData): FormData {
  const [position, kind] = [String(form.get('addPosition') ?? ''), String(form.get('addKind') ?? '')];
  if (position !== '') form.append('positions[]', kind === '' ? position : `${position}@${kind}`);
  return form;
}
