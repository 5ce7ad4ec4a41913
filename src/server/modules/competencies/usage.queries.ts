import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import { countRunning } from './campaigns.queries.ts';

/** Whether anything but this draft stands on a scale: another version, or something that was said on it. */
export async function isScaleUsed(ctx: Ctx, scaleId: string, draftId: string): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`select exists (select from competencies.framework_version v where v.network_id = ${ctx.networkId} and v.scale_id = ${scaleId} and v.id <> ${draftId})
    or exists (select from competencies.effective_level e where e.network_id = ${ctx.networkId} and e.scale_id = ${scaleId}) as used`.execute(ctx.db);
  return rows[0]?.used ?? false;
}

export interface Usage {
  profiles: number;
  /** People who were rated. */
  people: number;
  /** Open plans of development that name one of them. */
  plans: number;
  /** Campaigns in which they are being rated now. */
  campaigns: number;
}

/** What points at competencies: what retiring or merging them affects. */
export async function usageOf(ctx: Ctx, competencyIds: readonly string[]): Promise<Usage> {
  const { rows } = await sql<Omit<Usage, 'campaigns'>>`select (select count(distinct profile_id)::int from competencies.profile_level where network_id = ${ctx.networkId} and competency_id = any(${[...competencyIds]}::uuid[])) as profiles,
    (select count(distinct person_id)::int from competencies.effective_level where network_id = ${ctx.networkId} and competency_id = any(${[...competencyIds]}::uuid[])) as people,
    (select count(distinct p.id)::int from competencies.plan_item pi join competencies.plan p on p.network_id = pi.network_id and p.id = pi.plan_id
      where pi.network_id = ${ctx.networkId} and pi.competency_id = any(${[...competencyIds]}::uuid[]) and p.state in ('draft', 'proposed', 'agreed')) as plans`.execute(ctx.db);
  return { ...(rows[0] ?? { profiles: 0, people: 0, plans: 0 }), campaigns: await countRunning(ctx, competencyIds) };
}
