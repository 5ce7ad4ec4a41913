import type { Ctx } from '#server/platform/context.ts';
import { findPublished } from './frameworks.queries.ts';
import { listLevels, listProfiles, replaceRequirements, type LevelRow } from './profiles.queries.ts';
import { resolveProfile } from './profile.rule.ts';

/** Writes down anew what the profiles of a framework ask by the scale in use, in the transaction of the change. */
export async function refreshRequirements(tx: Ctx, frameworkId: string): Promise<void> {
  const profiles = new Map((await listProfiles(tx, frameworkId)).map((profile) => [profile.id, profile]));
  const levels = levelsByProfile(await listLevels(tx, frameworkId), (await findPublished(tx, frameworkId))?.scaleId ?? null);
  const rows = [...profiles.values()]
    .filter(({ retiredAt }) => retiredAt === null)
    .flatMap(({ id }) => [...resolveProfile(profiles, levels, id)].flatMap(([competencyId, { asked }]) => (asked ? [{ profileId: id, competencyId, ...asked }] : [])));
  await replaceRequirements(tx, frameworkId, rows);
}

/** What profiles say on a scale; what was meant on another one says nothing until somebody sets it anew. Without a scale: all. Pure. */
export function levelsByProfile(rows: readonly LevelRow[], scaleId: string | null): Map<string, LevelRow[]> {
  const levels = new Map<string, LevelRow[]>();
  for (const row of rows) if (row.scaleId === null || scaleId === null || row.scaleId === scaleId) levels.set(row.profileId, [...(levels.get(row.profileId) ?? []), row]);
  return levels;
}
