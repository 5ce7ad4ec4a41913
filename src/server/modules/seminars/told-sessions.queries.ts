import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './seminars.tables.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'seminars.told_session'>();

export interface ToldSession {
  id: string;
  title: LocalizedText;
  startsAt: Date;
  endsAt: Date;
  /** The event's SEQUENCE at which it was found to be gone; null while it is in the programme. */
  removedSequence: number | null;
}

/** Notes the sittings that invitations name now, and those named before that left the programme. */
export async function noteToldSessions(ctx: Ctx, eventId: string, sequence: number): Promise<void> {
  await sql`
    insert into seminars.told_session (network_id, event_id, session_id, title, starts_at, ends_at)
    select s.network_id, s.event_id, s.id, s.title, s.starts_at, s.ends_at from seminars.session s
    where s.network_id = ${ctx.networkId} and s.event_id = ${eventId}
    on conflict (network_id, event_id, session_id) do update
      set title = excluded.title, starts_at = excluded.starts_at, ends_at = excluded.ends_at
      where (told_session.title, told_session.starts_at, told_session.ends_at) is distinct from (excluded.title, excluded.starts_at, excluded.ends_at)`.execute(ctx.db);
  await sql`
    update seminars.told_session t set removed_sequence = ${sequence}
    where t.network_id = ${ctx.networkId} and t.event_id = ${eventId} and t.removed_sequence is null
      and not exists (select 1 from seminars.session s where s.network_id = t.network_id and s.id = t.session_id)`.execute(ctx.db);
}

/** Sittings that left the programme after the SEQUENCE given: calendars told of them before have to forget them. */
export async function listRemovedSessions(ctx: Ctx, eventId: string, since: number): Promise<ToldSession[]> {
  return on(ctx)
    .selectFrom('seminars.told_session')
    .select(['session_id as id', 'title', 'starts_at as startsAt', 'ends_at as endsAt', 'removed_sequence as removedSequence'])
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('removed_sequence', '>', since)
    .orderBy('starts_at')
    .execute();
}
