import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';

export async function listEventTitles(ctx: Ctx, ids: readonly string[]): Promise<{ id: string; title: LocalizedText }[]> {
  const { rows } = await sql<{ id: string; title: LocalizedText }>`
    select e.id, e.title from seminars.event e where e.network_id = ${ctx.networkId} and e.id = any(${ids}::uuid[])`.execute(ctx.db);
  return rows;
}

/** Events held by these organisations or by those below them, the latest 5,000. */
export async function listEventsBelow(ctx: Ctx, organisationIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from seminars.event e join people.organisation_card o on o.network_id = e.network_id and o.organisation_id = e.organisation_id
    where e.network_id = ${ctx.networkId} and o.path && ${organisationIds}::uuid[] order by e.id desc limit 5000`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
