import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Witness } from './presence-count.ts';
import './rooms.tables.ts';

type OwnTables = 'rooms.attendee' | 'rooms.presence_event' | 'rooms.presence_import' | 'rooms.presence_result';
const on = (ctx: Ctx) => ctx.db.$pickTables<OwnTables>();

/**
 * Whose result is older than what was witnessed. A beat goes on counting for `holdSeconds` after it, so a result made meanwhile is old,
 * too. `before`: results made after this instant are young enough. `all`: everybody, because begin or end have moved.
 */
export async function listStaleAttendees(
  ctx: Ctx,
  roomId: string,
  which: { all: boolean; before: Date; holdSeconds: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.id from rooms.attendee a
    left join rooms.presence_result p on p.network_id = a.network_id and p.room_id = a.room_id and p.attendee_id = a.id
    where a.network_id = ${ctx.networkId} and a.room_id = ${roomId}
      and (${which.all} or p.attendee_id is null
        or (p.computed_at < a.last_seen_at + make_interval(secs => ${which.holdSeconds}) and p.computed_at <= ${which.before}))
    order by a.id`.execute(ctx.db);
  return rows.map((row) => row.id);
}

/**
 * Takes the results of these people for the rest of the transaction, so that two counts of one person follow each other. Heartbeats never
 * touch results and go on meanwhile. Returns whom it found and whether she is one of a collective connection.
 */
export async function lockResults(ctx: Ctx, roomId: string, attendeeIds: readonly string[]): Promise<{ id: string; collective: boolean }[]> {
  await sql`
    insert into rooms.presence_result (network_id, room_id, attendee_id, minutes, of_minutes, codes, collective, corrected, computed_at)
    select a.network_id, a.room_id, a.id, 0, 0, 0, a.collective, false, to_timestamp(0)
    from rooms.attendee a
    where a.network_id = ${ctx.networkId} and a.room_id = ${roomId} and a.id = any (${[...attendeeIds]}::uuid[])
    order by a.id
    on conflict do nothing`.execute(ctx.db);
  const { rows } = await sql<{ id: string; collective: boolean }>`
    select a.id, a.collective from rooms.presence_result p
    join rooms.attendee a on a.network_id = p.network_id and a.id = p.attendee_id
    where p.network_id = ${ctx.networkId} and p.room_id = ${roomId} and p.attendee_id = any (${[...attendeeIds]}::uuid[])
    order by a.id for update of p`.execute(ctx.db);
  return rows;
}

/** What counts for these people, in the order in which it was written down. */
export async function listWitnesses(ctx: Ctx, attendeeIds: readonly string[]): Promise<(Witness & { attendeeId: string })[]> {
  const { rows } = await sql<Witness & { attendeeId: string }>`
    select e.id, e.attendee_id as "attendeeId", e.kind, e.at, e.from_at as "fromAt", e.to_at as "toAt", e.code_id as "codeId", e.reason,
      e.batch_id as "batchId"
    from rooms.presence_event e
    where e.network_id = ${ctx.networkId} and e.attendee_id = any (${[...attendeeIds]}::uuid[])
      and not exists (select from rooms.presence_import i where i.network_id = e.network_id and i.id = e.import_id and i.state = 'undone')
    order by e.attendee_id, e.at, e.id`.execute(ctx.db);
  return rows;
}

export interface NewResult {
  attendeeId: string;
  minutes: number;
  ofMinutes: number;
  codes: number;
  collective: boolean;
  corrected: boolean;
}

/** Writes results that were locked before. */
export async function updateResults(ctx: Ctx, roomId: string, results: readonly NewResult[], computedAt: Date): Promise<void> {
  if (results.length === 0) return;
  await sql`
    update rooms.presence_result p
    set minutes = n.minutes, of_minutes = n.of_minutes, codes = n.codes, collective = n.collective, corrected = n.corrected, computed_at = ${computedAt}
    from jsonb_to_recordset(${JSON.stringify(
      results.map((r) => ({ id: r.attendeeId, minutes: r.minutes, of_minutes: r.ofMinutes, codes: r.codes, collective: r.collective, corrected: r.corrected })),
    )}::jsonb) as n (id uuid, minutes int, of_minutes int, codes int, collective boolean, corrected boolean)
    where p.network_id = ${ctx.networkId} and p.room_id = ${roomId} and p.attendee_id = n.id`.execute(ctx.db);
}

export interface ResultRow extends NewResult {
  computedAt: Date;
}

export async function findResult(ctx: Ctx, attendeeId: string): Promise<ResultRow | undefined> {
  return on(ctx)
    .selectFrom('rooms.presence_result')
    .select(['attendee_id as attendeeId', 'minutes', 'of_minutes as ofMinutes', 'codes', 'collective', 'corrected', 'computed_at as computedAt'])
    .where('network_id', '=', ctx.networkId)
    .where('attendee_id', '=', attendeeId)
    .executeTakeFirst();
}
