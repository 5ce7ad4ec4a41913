import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import './seminars.tables.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'seminars.event' | 'seminars.registration' | 'seminars.seat_count' | 'people.organisation_card'>();

/** Also those cancelled and declined: their people were told about the event. */
export async function countRegistrationsOfAnyState(ctx: Ctx, eventId: string): Promise<number> {
  const row = await on(ctx)
    .selectFrom('seminars.registration')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .executeTakeFirstOrThrow();
  return row.count;
}
