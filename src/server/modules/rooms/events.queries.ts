import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { PresenceEventKind } from './rooms.tables.ts';
import './rooms.tables.ts';

type OwnTables = 'rooms.presence_event' | 'rooms.presence_import' | 'rooms.announced_code';
const on = (ctx: Ctx) => ctx.db.$pickTables<OwnTables>();

export interface NewEvent {
  roomId: string;
  attendeeId: string;
  kind: 'collective' | 'add' | 'remove';
  source: string;
  from: Date | null;
  to: Date | null;
  reason: string | null;
  by: string | null;
  batchId: string | null;
}

export async function insertEvents(ctx: Ctx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await on(ctx)
    .insertInto('rooms.presence_event')
    .values(
      events.map((event) => ({
        network_id: ctx.networkId,
        room_id: event.roomId,
        attendee_id: event.attendeeId,
        kind: event.kind,
        source: event.source,
        at: ctx.clock.now(),
        from_at: event.from,
        to_at: event.to,
        reason: event.reason,
        by_account: event.by,
        batch_id: event.batchId,
      })),
    )
    .execute();
}

export interface RawEvent {
  id: string;
  kind: PresenceEventKind;
  source: string;
  at: Date;
  fromAt: Date | null;
  toAt: Date | null;
  beats: number;
  reason: string | null;
  byAccount: string | null;
  codePosition: number | null;
  codeId: string | null;
  batchId: string | null;
  importId: string | null;
  importState: string | null;
  fileName: string | null;
}

/** Everything written down about one person in one room, in order; imports that were taken back are here, too. At most 2,000. */
export async function listRawEvents(ctx: Ctx, attendeeId: string): Promise<RawEvent[]> {
  return on(ctx)
    .selectFrom('rooms.presence_event as e')
    .leftJoin('rooms.presence_import as i', (join) => join.onRef('i.id', '=', 'e.import_id').onRef('i.network_id', '=', 'e.network_id'))
    .leftJoin('rooms.announced_code as c', (join) => join.onRef('c.id', '=', 'e.code_id').onRef('c.network_id', '=', 'e.network_id'))
    .select([
      'e.id',
      'e.kind',
      'e.source',
      'e.at',
      'e.from_at as fromAt',
      'e.to_at as toAt',
      'e.beats',
      'e.reason',
      'e.by_account as byAccount',
      'e.code_id as codeId',
      'e.batch_id as batchId',
      'c.position as codePosition',
      'e.import_id as importId',
      'i.state as importState',
      'i.file_name as fileName',
    ])
    .where('e.network_id', '=', ctx.networkId)
    .where('e.attendee_id', '=', attendeeId)
    .orderBy('e.at')
    .orderBy('e.id')
    .limit(2000)
    .execute();
}

export interface ConfirmedStretch {
  subjectId: string;
  /** Both null: was said not to have been there. */
  from: Date | null;
  to: Date | null;
  /** `contact` or `organiser`. */
  by: string;
}

/** What the last confirmation said of each of these people in one room: one line a stretch, in order of time. */
export async function listConfirmedStretches(ctx: Ctx, roomId: string, subjectIds: readonly string[]): Promise<ConfirmedStretch[]> {
  if (subjectIds.length === 0) return [];
  const { rows } = await sql<ConfirmedStretch>`
    select a.subject_id as "subjectId", e.from_at as "from", e.to_at as "to", e.source as by
    from rooms.attendee a
    cross join lateral (
      select l.batch_id from rooms.presence_event l
      where l.network_id = a.network_id and l.attendee_id = a.id and l.kind = 'collective' order by l.at desc, l.id desc limit 1) last
    join rooms.presence_event e on e.network_id = a.network_id and e.attendee_id = a.id and e.kind = 'collective' and e.batch_id = last.batch_id
    where a.network_id = ${ctx.networkId} and a.room_id = ${roomId} and a.subject_id = any (${[...subjectIds]}::uuid[]) and a.removed_at is null
    order by e.from_at, e.id`.execute(ctx.db);
  return rows;
}
