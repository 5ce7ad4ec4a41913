import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { getOrganisation } from '#server/modules/people/index.ts';
import { findChosen, findDefault, listTemplatesAt, type Chosen } from './templates.queries.ts';

/**
 * How a paper will look: the template that was named, else what the organisation, or the nearest one above it, chose for the kind; null: our
 * own design. Error: `issuing.no_template` when the named one is archived or belongs elsewhere.
 */
export async function templateForIssue(tx: Ctx, path: readonly string[], wanted: { kind: string; templateId?: string | null | undefined }): Promise<Chosen | null> {
  if (wanted.templateId === null) return null;
  if (wanted.templateId === undefined) return (await findDefault(tx, path, wanted.kind)) ?? null;
  const named = await findChosen(tx, wanted.templateId, path);
  if (!named) throw new AppError('issuing.no_template', 409);
  return named;
}

/** Templates that papers of an organisation can have: its own and those above it, by name. The caller has checked its right to issue there. */
export async function templatesFor(ctx: Ctx, organisationId: string): Promise<{ id: string; name: string }[]> {
  return listTemplatesAt(ctx, (await getOrganisation(ctx, organisationId)).path);
}
