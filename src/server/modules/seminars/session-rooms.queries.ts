import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './seminars.tables.ts';
import type { CollectiveState, RegistrationState } from './seminars.tables.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'seminars.session' | 'seminars.registration' | 'seminars.collective'>();

/** The event of a sitting. */
export async function findEventOfSession(ctx: Ctx, sessionId: string): Promise<string | undefined> {
  const row = await on(ctx)
    .selectFrom('seminars.session')
    .select('event_id as eventId')
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', sessionId)
    .executeTakeFirst();
  return row?.eventId;
}

/** Whether a registration takes part, and in which zone its owner reads times. */
export async function findSeat(ctx: Ctx, eventId: string, registrationId: string): Promise<{ state: RegistrationState; timeZone: string | null } | undefined> {
  return on(ctx)
    .selectFrom('seminars.registration')
    .select(['state', 'time_zone as timeZone'])
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('id', '=', registrationId)
    .executeTakeFirst();
}

export async function findReadingRoom(ctx: Ctx, eventId: string, collectiveId: string): Promise<{ state: CollectiveState } | undefined> {
  return on(ctx)
    .selectFrom('seminars.collective')
    .select('state')
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('id', '=', collectiveId)
    .executeTakeFirst();
}

/** Names and addresses of everybody who takes part, to match the report of another system with. */
export async function listSeats(ctx: Ctx, eventId: string): Promise<{ id: string; name: string; email: string | null }[]> {
  return on(ctx)
    .selectFrom('seminars.registration')
    .select(['id', 'name', 'email'])
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('state', '=', 'confirmed')
    .where(sql<boolean>`erased_at is null`)
    .orderBy('id')
    .execute();
}

export interface AgendaRow {
  start: Date;
  end: Date;
  title: LocalizedText;
  language: string | null;
  speakers: string[];
}

/** The talks of one sitting with the names of who speaks, in one statement. */
export async function listAgenda(ctx: Ctx, sessionId: string): Promise<AgendaRow[]> {
  const { rows } = await sql<AgendaRow>`
    select t.starts_at as start, t.ends_at as "end", t.title, t.language,
      coalesce((select json_agg(c.name order by s.position, c.id) from seminars.talk_speaker s
        join seminars.contributor c on c.network_id = s.network_id and c.id = s.contributor_id
        where s.network_id = t.network_id and s.talk_id = t.id), '[]') as speakers
    from seminars.talk t
    where t.network_id = ${ctx.networkId} and t.session_id = ${sessionId}
    order by t.starts_at, t.id`.execute(ctx.db);
  return rows;
}
