import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { toRoom, type RoomRow } from './room-row.ts';
import type { StreamProvider, StreamPurpose } from './rooms.tables.ts';
import './rooms.tables.ts';

type OwnTables = 'rooms.room' | 'rooms.time_change' | 'rooms.stream' | 'rooms.presence_event' | 'rooms.presence_import';
const on = (ctx: Ctx) => ctx.db.$pickTables<OwnTables>();

export async function findRoom(ctx: Ctx, id: string): Promise<RoomRow | undefined> {
  const row = await on(ctx).selectFrom('rooms.room').selectAll().where('network_id', '=', ctx.networkId).where('id', '=', id).executeTakeFirst();
  return row && toRoom(row);
}

/** The room, held until the transaction ends: begin, end, codes and imports of one room wait for each other. */
export async function lockRoom(ctx: Ctx, id: string): Promise<RoomRow | undefined> {
  const row = await on(ctx)
    .selectFrom('rooms.room')
    .selectAll()
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && toRoom(row);
}

export async function listRoomsOf(ctx: Ctx, ownerType: string, ownerIds: readonly string[]): Promise<RoomRow[]> {
  if (ownerIds.length === 0) return [];
  const rows = await on(ctx)
    .selectFrom('rooms.room')
    .selectAll()
    .where('network_id', '=', ctx.networkId)
    .where('owner_type', '=', ownerType)
    .where('owner_id', 'in', ownerIds)
    .orderBy('planned_start')
    .orderBy('id')
    .execute();
  return rows.map(toRoom);
}

export interface RoomPlan {
  ownerType: string;
  ownerId: string;
  title: LocalizedText;
  timeZone: string;
  plannedStart: Date;
  plannedEnd: Date;
  rehearsal: boolean;
  clockOffsetSeconds: number;
}

/** One room an owner: called again it takes over the new plan and opens a closed room again. */
export async function upsertRoom(ctx: Ctx, plan: RoomPlan): Promise<string> {
  const changing = {
    title: JSON.stringify(plan.title),
    time_zone: plan.timeZone,
    planned_start: plan.plannedStart,
    planned_end: plan.plannedEnd,
    rehearsal: plan.rehearsal,
    clock_offset_seconds: plan.clockOffsetSeconds,
    closed_at: null,
  };
  const row = await on(ctx)
    .insertInto('rooms.room')
    .values({ network_id: ctx.networkId, owner_type: plan.ownerType, owner_id: plan.ownerId, created_at: ctx.clock.now(), ...changing })
    .onConflict((oc) => oc.columns(['network_id', 'owner_type', 'owner_id']).doUpdateSet({ ...changing, version: sql`room.version + 1` }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Rooms where nobody was witnessed, and rehearsals with all that was, go without a trace. Returns the ids of those that stay. */
export async function deleteUnusedRooms(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const witnessed = sql<boolean>`exists (select from rooms.presence_event e where e.network_id = room.network_id and e.room_id = room.id)`;
  const rows = await on(ctx)
    .selectFrom('rooms.room as room')
    .select(['id', 'rehearsal'])
    .select(witnessed.as('witnessed'))
    .where('network_id', '=', ctx.networkId)
    .where('id', 'in', ids)
    .execute();
  const going = rows.filter((row) => row.rehearsal || !row.witnessed).map((row) => row.id);
  if (going.length > 0) {
    await on(ctx).deleteFrom('rooms.presence_event').where('network_id', '=', ctx.networkId).where('room_id', 'in', going).execute();
    await on(ctx).deleteFrom('rooms.presence_import').where('network_id', '=', ctx.networkId).where('room_id', 'in', going).execute();
    await on(ctx).deleteFrom('rooms.room').where('network_id', '=', ctx.networkId).where('id', 'in', going).execute();
  }
  return rows.filter((row) => !going.includes(row.id)).map((row) => row.id);
}

export async function closeRooms(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await on(ctx)
    .updateTable('rooms.room')
    .set({ closed_at: ctx.clock.now(), version: sql`version + 1` })
    .where('network_id', '=', ctx.networkId)
    .where('id', 'in', ids)
    .where('closed_at', 'is', null)
    .execute();
}

/** Sets begin and end if the room is still at `version`; false when somebody was faster. */
export async function updateActualTimes(
  ctx: Ctx,
  room: { id: string; version: number },
  times: { start: Date | null; end: Date | null },
): Promise<boolean> {
  const result = await on(ctx)
    .updateTable('rooms.room')
    .set({ actual_start: times.start, actual_end: times.end, version: sql`version + 1` })
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', room.id)
    .where('version', '=', room.version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function insertTimeChange(
  ctx: Ctx,
  change: { roomId: string; start: Date | null; end: Date | null; reason: string | null; by: string | null },
): Promise<void> {
  await on(ctx)
    .insertInto('rooms.time_change')
    .values({
      network_id: ctx.networkId,
      room_id: change.roomId,
      at: ctx.clock.now(),
      actual_start: change.start,
      actual_end: change.end,
      reason: change.reason,
      by_account: change.by,
    })
    .execute();
}

/** The latest first, at most 50. */
export async function listTimeChanges(ctx: Ctx, roomId: string) {
  return on(ctx)
    .selectFrom('rooms.time_change')
    .select(['id', 'at', 'actual_start as start', 'actual_end as end', 'reason', 'by_account as by'])
    .where('network_id', '=', ctx.networkId)
    .where('room_id', '=', roomId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
}

export interface StreamRow {
  id: string;
  provider: StreamProvider;
  url: string;
  embedId: string | null;
  locale: string;
  purpose: StreamPurpose;
}

export async function listStreamsOf(ctx: Ctx, roomIds: readonly string[]): Promise<(StreamRow & { roomId: string })[]> {
  if (roomIds.length === 0) return [];
  return on(ctx)
    .selectFrom('rooms.stream')
    .select(['id', 'room_id as roomId', 'provider', 'url', 'embed_id as embedId', 'locale', 'purpose'])
    .where('network_id', '=', ctx.networkId)
    .where('room_id', 'in', roomIds)
    .orderBy('room_id')
    .orderBy('position')
    .orderBy('id')
    .execute();
}

export async function replaceStreams(ctx: Ctx, roomId: string, streams: readonly Omit<StreamRow, 'id'>[]): Promise<void> {
  await on(ctx).deleteFrom('rooms.stream').where('network_id', '=', ctx.networkId).where('room_id', '=', roomId).execute();
  if (streams.length === 0) return;
  await on(ctx)
    .insertInto('rooms.stream')
    .values(
      streams.map((stream, position) => ({
        network_id: ctx.networkId,
        room_id: roomId,
        provider: stream.provider,
        url: stream.url,
        embed_id: stream.embedId,
        locale: stream.locale,
        purpose: stream.purpose,
        position,
      })),
    )
    .execute();
}
