import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import './rooms.tables.ts';

type OwnTables = 'rooms.attendee' | 'rooms.presence_import_row';
const on = (ctx: Ctx) => ctx.db.$pickTables<OwnTables>();

export interface NewAttendee {
  subjectType: string;
  subjectId: string;
  label: string;
  country: string | null;
  collective: boolean;
}

/** Every subject into every room, in one statement. Who was removed comes back. Returns how many seats were made or renewed. */
export async function upsertAttendees(ctx: Ctx, roomIds: readonly string[], subjects: readonly NewAttendee[]): Promise<number> {
  if (roomIds.length === 0 || subjects.length === 0) return 0;
  const result = await sql`
    insert into rooms.attendee (network_id, room_id, subject_type, subject_id, label, country, collective)
    select ${ctx.networkId}::uuid, r.id, s.subject_type, s.subject_id, s.label, s.country, s.collective
    from rooms.room r
    cross join jsonb_to_recordset(${JSON.stringify(
      subjects.map((s) => ({ subject_type: s.subjectType, subject_id: s.subjectId, label: s.label, country: s.country, collective: s.collective })),
    )}::jsonb) as s (subject_type text, subject_id uuid, label text, country text, collective boolean)
    where r.network_id = ${ctx.networkId} and r.id = any (${[...roomIds]}::uuid[])
    on conflict (network_id, room_id, subject_type, subject_id)
      do update set label = excluded.label, country = excluded.country, collective = excluded.collective, removed_at = null`.execute(ctx.db);
  return Number(result.numAffectedRows ?? 0);
}

/** Takes the subjects out of the rooms given, or out of all; what was witnessed stays. */
export async function markRemoved(ctx: Ctx, subjectType: string, subjectIds: readonly string[], roomIds: readonly string[] | null): Promise<void> {
  if (subjectIds.length === 0) return;
  let query = on(ctx)
    .updateTable('rooms.attendee')
    .set({ removed_at: ctx.clock.now(), device_id: null, device_seen_at: null })
    .where('network_id', '=', ctx.networkId)
    .where('subject_type', '=', subjectType)
    .where('subject_id', 'in', subjectIds)
    .where('removed_at', 'is', null);
  if (roomIds) query = query.where('room_id', 'in', roomIds);
  await query.execute();
}

export async function updateLabels(ctx: Ctx, subjectType: string, subjectId: string, label: string, country: string | null): Promise<void> {
  await on(ctx)
    .updateTable('rooms.attendee')
    .set({ label, country })
    .where('network_id', '=', ctx.networkId)
    .where('subject_type', '=', subjectType)
    .where('subject_id', '=', subjectId)
    .execute();
}

/** Names and addresses go, minutes and country stay for the statistics. */
export async function blankNames(ctx: Ctx, subjectType: string, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  const rows = await on(ctx)
    .updateTable('rooms.attendee')
    .set({ label: '', device_id: null, device_seen_at: null })
    .where('network_id', '=', ctx.networkId)
    .where('subject_type', '=', subjectType)
    .where('subject_id', 'in', subjectIds)
    .returning('id')
    .execute();
  if (rows.length === 0) return;
  await on(ctx)
    .updateTable('rooms.presence_import_row')
    .set({ name: '', email: null, person_key: sql`id::text` })
    .where('network_id', '=', ctx.networkId)
    .where(
      'attendee_id',
      'in',
      rows.map((row) => row.id),
    )
    .execute();
}

export interface AttendeeRow {
  id: string;
  roomId: string;
  subjectType: string;
  subjectId: string;
  label: string;
  country: string | null;
  collective: boolean;
  deviceId: string | null;
  deviceSeenAt: Date | null;
  lastSeenAt: Date | null;
  removedAt: Date | null;
}

const ATTENDEE = [
  'id',
  'room_id as roomId',
  'subject_type as subjectType',
  'subject_id as subjectId',
  'label',
  'country',
  'collective',
  'device_id as deviceId',
  'device_seen_at as deviceSeenAt',
  'last_seen_at as lastSeenAt',
  'removed_at as removedAt',
] as const;

export async function findAttendee(ctx: Ctx, id: string): Promise<AttendeeRow | undefined> {
  return on(ctx).selectFrom('rooms.attendee').select(ATTENDEE).where('network_id', '=', ctx.networkId).where('id', '=', id).executeTakeFirst();
}

/** Somebody's seat in a room; null when she has none or was taken out. */
export async function findSeat(ctx: Ctx, roomId: string, subject: { subjectType: string; subjectId: string }): Promise<AttendeeRow | undefined> {
  return on(ctx)
    .selectFrom('rooms.attendee')
    .select(ATTENDEE)
    .where('network_id', '=', ctx.networkId)
    .where('room_id', '=', roomId)
    .where('subject_type', '=', subject.subjectType)
    .where('subject_id', '=', subject.subjectId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

export async function listSeats(ctx: Ctx, roomId: string, subjectIds: readonly string[]): Promise<AttendeeRow[]> {
  if (subjectIds.length === 0) return [];
  return on(ctx)
    .selectFrom('rooms.attendee')
    .select(ATTENDEE)
    .where('network_id', '=', ctx.networkId)
    .where('room_id', '=', roomId)
    .where('subject_id', 'in', subjectIds)
    .where('removed_at', 'is', null)
    .execute();
}

/** Everybody admitted to the room, ids only, for matching. */
export async function listSeatIds(ctx: Ctx, roomId: string): Promise<{ id: string; subjectType: string; subjectId: string }[]> {
  return on(ctx)
    .selectFrom('rooms.attendee')
    .select(['id', 'subject_type as subjectType', 'subject_id as subjectId'])
    .where('network_id', '=', ctx.networkId)
    .where('room_id', '=', roomId)
    .where('removed_at', 'is', null)
    .execute();
}
