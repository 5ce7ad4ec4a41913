import type { LocalizedText } from '#server/platform/text/index.ts';

export interface RoomRow {
  id: string;
  ownerType: string;
  ownerId: string;
  title: LocalizedText;
  timeZone: string;
  plannedStart: Date;
  plannedEnd: Date;
  actualStart: Date | null;
  actualEnd: Date | null;
  heartbeatSeconds: number;
  holdSeconds: number;
  bridgeSeconds: number;
  rehearsal: boolean;
  clockOffsetSeconds: number;
  closedAt: Date | null;
  version: number;
}

/** A row of rooms.room as the module knows it. */
export interface RawRoom {
  id: string;
  owner_type: string;
  owner_id: string;
  title: LocalizedText;
  time_zone: string;
  planned_start: Date;
  planned_end: Date;
  actual_start: Date | null;
  actual_end: Date | null;
  heartbeat_seconds: number;
  hold_seconds: number;
  bridge_seconds: number;
  rehearsal: boolean;
  clock_offset_seconds: string;
  closed_at: Date | null;
  version: number;
}

export function toRoom(row: RawRoom): RoomRow {
  return {
    id: row.id,
    ownerType: row.owner_type,
    ownerId: row.owner_id,
    title: row.title,
    timeZone: row.time_zone,
    plannedStart: row.planned_start,
    plannedEnd: row.planned_end,
    actualStart: row.actual_start,
    actualEnd: row.actual_end,
    heartbeatSeconds: row.heartbeat_seconds,
    holdSeconds: row.hold_seconds,
    bridgeSeconds: row.bridge_seconds,
    rehearsal: row.rehearsal,
    clockOffsetSeconds: Number(row.clock_offset_seconds),
    closedAt: row.closed_at,
    version: row.version,
  };
}
