import type { Ability } from '#server/modules/access/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { frameworkAbilities } from './competencies.policy.ts';
import { findVersion, lockVersion, type VersionRow } from './frameworks.queries.ts';

export type FrameworkAbility = keyof ReturnType<typeof frameworkAbilities>;

export const abilitiesOn = (ctx: Ctx, row: Pick<VersionRow, 'path' | 'state'>): Record<FrameworkAbility, Ability> =>
  frameworkAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.path }, { state: row.state });

/** The version, if the actor may do this with it. Errors: `page.not_found`; to its keepers `version.not_draft`, `version.not_published` (409). */
export async function getVersionFor(ctx: Ctx, versionId: string, ability: FrameworkAbility, options: { lock?: boolean } = {}): Promise<VersionRow> {
  if (!isId(versionId)) throw notFound();
  if (options.lock) await lockVersion(ctx, versionId);
  const row = await findVersion(ctx, versionId);
  if (!row) throw notFound();
  const abilities = abilitiesOn(ctx, row);
  if (abilities[ability].allowed) return row;
  if (!abilities.keep.allowed) throw notFound();
  throw new AppError(ability === 'retire' ? 'version.not_published' : 'version.not_draft', 409);
}
