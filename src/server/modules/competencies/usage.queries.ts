import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';

/** Whether anything but this draft stands on a scale: another version, or a profile that names its steps. */
export async function isScaleUsed(ctx: Ctx, scaleId: string, draftId: string): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`select exists (select from competencies.framework_version v where v.network_id = ${ctx.networkId} and v.scale_id = ${scaleId} and v.id <> ${draftId}) as used`.execute(ctx.db);
  return rows[0]?.used ?? false;
}

export interface Usage {
  profiles: number;
}

/** What points at competencies: what retiring or merging them affects. */
export async function usageOf(ctx: Ctx, competencyIds: readonly string[]): Promise<Usage> {
  const { rows } = await sql<Usage>`select (select count(distinct profile_id)::int from competencies.profile_level where network_id = ${ctx.networkId} and competency_id = any(${[...competencyIds]}::uuid[])) as profiles`.execute(ctx.db);
  return rows[0] ?? { profiles: 0 };
}
