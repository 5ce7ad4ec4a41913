import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { isUniqueViolation } from '#server/platform/db.ts';
import { AppError, conflict, InvalidInput, invalid, notFound, type FieldProblem } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import type { Locale } from '#lib/i18n/index.ts';
import { invite } from '#server/modules/access/index.ts';
import { checkPrintedName, nameKey } from '#server/modules/people/index.ts';
import { deleteContributor, findContributor, insertContributors, listContributors, updateContributor, type ContributorValues } from './contributors.queries.ts';
import { tellChange } from './events.service.ts';
import type { ContributorInput } from './programme.schemas.ts';
import { getEventFor } from './seminars.access.ts';

export const MOST_CONTRIBUTORS = 500;

/** Refuses a name that cannot be printed, beside `field`: `name.*`. Returns the key by which spellings of it are one. */
export function nameKeyOf(field: string, typed: string): string {
  const read = readName(field, typed);
  if ('code' in read) throw new InvalidInput([read]);
  return read.key;
}

/** A name and what is wrong with it, beside the field it stands in. */
function readName(field: string, typed: string): { name: string; key: string } | FieldProblem {
  const checked = checkPrintedName(typed);
  const [error] = checked.errors;
  if (error) return { field, code: error.code, params: { ...error.params } };
  return { name: checked.value, key: nameKey(checked.value) };
}

/**
 * The contributors of these names, in their order: those the event has already (also under another spelling), and new ones for the rest,
 * with the country given. Names that cannot be printed are refused, each beside its field. To be called in a transaction that holds the event.
 */
export async function contributorsOf(
  tx: Ctx,
  eventId: string,
  typed: readonly { field: string; name: string; country: string | null }[],
): Promise<string[]> {
  if (typed.length === 0) return [];
  const known = new Map((await listContributors(tx, eventId)).map((row) => [row.nameKey, row.id]));
  const problems: FieldProblem[] = [];
  const made: (ContributorValues & { id: string })[] = [];
  const ids: string[] = [];
  for (const { field, name, country } of typed) {
    const read = readName(field, name);
    if ('code' in read) {
      problems.push(read);
      continue;
    }
    let id = known.get(read.key);
    if (!id) {
      id = newId();
      known.set(read.key, id);
      made.push({ id, name: read.name, nameKey: read.key, country, organisation: '', post: '', email: null });
    }
    ids.push(id);
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  if (known.size > MOST_CONTRIBUTORS) throw new AppError('contributor.too_many', 422, { max: MOST_CONTRIBUTORS });
  await insertContributors(tx, eventId, made);
  return ids;
}

/** Adds (id null) or changes a contributor. Errors: `name.*`, `contributor.known` when the event has this name already, `record.changed_meanwhile`. */
export async function saveContributor(ctx: Ctx, eventId: string, id: string | null, input: ContributorInput): Promise<string> {
  const read = readName('name', input.name);
  if ('code' in read) throw new InvalidInput([read]);
  const values: ContributorValues = {
    name: read.name,
    nameKey: read.key,
    country: input.country ?? null,
    organisation: input.organisation,
    post: input.post,
    email: input.email ?? null,
  };
  try {
    return await inTransaction(ctx, async (tx) => {
      const event = await getEventFor(tx, eventId, 'edit', { lock: true });
      const saved = id ?? newId();
      if (id === null) await insertContributors(tx, eventId, [{ id: saved, ...values }]);
      else if (!(await updateContributor(tx, eventId, id, input.version ?? 0, values))) {
        throw (await findContributor(tx, eventId, id)) ? conflict() : notFound();
      }
      await audit(tx, { act: id ? 'contributor.edited' : 'contributor.added', subjectType: 'contributor', subjectId: saved, data: { eventId } });
      await tellChange(tx, event, ['programme']);
      return saved;
    });
  } catch (error) {
    if (isUniqueViolation(error, 'contributor_network_id_event_id_name_key_key')) throw invalid('name', 'contributor.known');
    throw error;
  }
}

/** Takes a contributor out of the event and of all her talks and sections. */
export async function removeContributor(ctx: Ctx, eventId: string, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'edit', { lock: true });
    if (!isId(id) || !(await deleteContributor(tx, eventId, id))) throw notFound();
    await audit(tx, { act: 'contributor.removed', subjectType: 'contributor', subjectId: id, data: { eventId } });
    await tellChange(tx, event, ['programme']);
  });
}

/**
 * Invites a contributor to an account with a role for this one event. Error: `contributor.no_email`. In a rehearsal nobody is written to:
 * `event.not_possible_is_rehearsal`.
 */
export async function inviteContributor(ctx: Ctx, eventId: string, id: string, input: { role: 'moderator' | 'speaker'; locale: Locale }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'edit');
    if (event.rehearsalOf) throw new AppError('event.not_possible_is_rehearsal', 409);
    const row = isId(id) ? await findContributor(tx, eventId, id) : undefined;
    if (!row) throw notFound();
    if (!row.email) throw new AppError('contributor.no_email', 422);
    await invite(tx, { email: row.email, name: row.name, role: input.role, locale: input.locale, scopeKind: 'event', scopeId: eventId, place: event.place, neededBy: event.firstStart });
  });
}
