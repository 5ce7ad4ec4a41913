import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import './rooms.tables.ts';

type OwnTables = 'rooms.announced_code' | 'rooms.code_try' | 'rooms.presence_event';
const on = (ctx: Ctx) => ctx.db.$pickTables<OwnTables>();

export interface CodeRow {
  id: string;
  position: number;
  code: string;
  announcedAt: Date;
  expiresAt: Date;
}

const CODE = ['id', 'position', 'code', 'announced_at as announcedAt', 'expires_at as expiresAt'] as const;

/** All codes of a room, the latest first; a room has at most twenty. */
export async function listCodes(ctx: Ctx, roomId: string): Promise<CodeRow[]> {
  return on(ctx)
    .selectFrom('rooms.announced_code')
    .select(CODE)
    .where('network_id', '=', ctx.networkId)
    .where('room_id', '=', roomId)
    .orderBy('position', 'desc')
    .execute();
}

export async function insertCode(
  ctx: Ctx,
  row: { roomId: string; position: number; code: string; announcedAt: Date; expiresAt: Date; by: string | null },
): Promise<CodeRow> {
  return on(ctx)
    .insertInto('rooms.announced_code')
    .values({
      network_id: ctx.networkId,
      room_id: row.roomId,
      position: row.position,
      code: row.code,
      announced_at: row.announcedAt,
      expires_at: row.expiresAt,
      announced_by: row.by,
    })
    .returning(CODE)
    .executeTakeFirstOrThrow();
}

/** All codes of a room with how many people entered each, the latest first. */
export async function listCodesWithCounts(ctx: Ctx, roomId: string): Promise<(CodeRow & { entered: number })[]> {
  return on(ctx)
    .selectFrom('rooms.announced_code as c')
    .leftJoin('rooms.code_try as t', (join) => join.onRef('t.network_id', '=', 'c.network_id').onRef('t.code_id', '=', 'c.id').on('t.succeeded_at', 'is not', null))
    .select(['c.id', 'c.position', 'c.code', 'c.announced_at as announcedAt', 'c.expires_at as expiresAt'])
    .select(sql<number>`count(t.id)::int`.as('entered'))
    .where('c.network_id', '=', ctx.networkId)
    .where('c.room_id', '=', roomId)
    .groupBy('c.id')
    .orderBy('c.position', 'desc')
    .execute();
}

/** What one person tried, by code. */
export async function listTries(ctx: Ctx, attendeeId: string): Promise<{ codeId: string; tries: number; succeededAt: Date | null }[]> {
  return on(ctx)
    .selectFrom('rooms.code_try')
    .select(['code_id as codeId', 'tries', 'succeeded_at as succeededAt'])
    .where('network_id', '=', ctx.networkId)
    .where('attendee_id', '=', attendeeId)
    .execute();
}

/**
 * Takes one of the tries of a person for a code, before the code is compared: of a hundred guesses at once only `most` are ever looked at.
 * Returns how many were taken, or null when none is left. The row stays locked until the transaction ends.
 */
export async function takeTry(ctx: Ctx, codeId: string, attendeeId: string, most: number): Promise<number | null> {
  const row = await on(ctx)
    .insertInto('rooms.code_try')
    .values({ network_id: ctx.networkId, code_id: codeId, attendee_id: attendeeId, tries: 1 })
    .onConflict((oc) =>
      oc
        .columns(['network_id', 'code_id', 'attendee_id'])
        .doUpdateSet({ tries: sql`code_try.tries + 1` })
        .where(sql<boolean>`code_try.tries < ${most} and code_try.succeeded_at is null`),
    )
    .returning('tries')
    .executeTakeFirst();
  return row?.tries ?? null;
}

export async function markEntered(ctx: Ctx, codeId: string, attendeeId: string): Promise<void> {
  await on(ctx)
    .updateTable('rooms.code_try')
    .set({ succeeded_at: ctx.clock.now() })
    .where('network_id', '=', ctx.networkId)
    .where('code_id', '=', codeId)
    .where('attendee_id', '=', attendeeId)
    .execute();
}

export async function insertCodeEvent(ctx: Ctx, row: { roomId: string; attendeeId: string; codeId: string }): Promise<void> {
  await on(ctx)
    .insertInto('rooms.presence_event')
    .values({
      network_id: ctx.networkId,
      room_id: row.roomId,
      attendee_id: row.attendeeId,
      kind: 'code',
      source: 'code',
      at: ctx.clock.now(),
      code_id: row.codeId,
    })
    .execute();
}
