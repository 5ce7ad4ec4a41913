import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { InvalidInput, type FieldProblem } from '#server/platform/errors.ts';
import { getRoomFor } from './rooms.access.ts';
import { listStreamsOf, replaceStreams, type StreamRow } from './rooms.queries.ts';
import type { StreamInput } from './rooms.schemas.ts';
import { checkStreamUrl, embedUrl, guessProvider } from './stream-url.ts';

export interface Stream extends Omit<StreamRow, 'embedId'> {
  /** Address of the player for a frame; null for plain links and HLS. */
  embedUrl: string | null;
}

/** Most streams a room may have: every language twice. */
export const MOST_STREAMS = 12;

/**
 * Where picture and sound of a room come from; replaces what was there. Called by the owner in its own transaction, after its own check of
 * rights. Errors beside `streams.N.url`: `stream.not_https`, `stream.wrong_host`, `stream.video_missing`, `stream.too_long`; `streams`:
 * `stream.too_many`.
 */
export async function setStreams(tx: Ctx, roomId: string, streams: readonly StreamInput[]): Promise<void> {
  await replace(tx, roomId, streams.map((stream, row) => ({ ...stream, row })));
}

/**
 * As `setStreams`, by those who conduct the room. A row of the form holds an address only: which provider it belongs to is seen from it.
 * Rows left empty are no streams. Errors beside the row that was typed; `page.not_found`, `room.closed`.
 */
export async function saveStreams(
  ctx: Ctx,
  input: { roomId: string; rows: readonly { url: string; locale: StreamInput['locale']; purpose: StreamInput['purpose'] }[] },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const room = await getRoomFor(tx, input.roomId, 'setStreams', { lock: true });
    const rows = input.rows.flatMap((typed, row) => {
      const url = typed.url.trim();
      return url === '' ? [] : [{ ...typed, url, row, provider: guessProvider(url) }];
    });
    await replace(room.ctx, room.id, rows);
  });
}

async function replace(tx: Ctx, roomId: string, streams: readonly (StreamInput & { row: number })[]): Promise<void> {
  const problems: FieldProblem[] = streams.length > MOST_STREAMS ? [{ field: 'streams', code: 'stream.too_many', params: { max: MOST_STREAMS } }] : [];
  const checked = streams.map((stream) => {
    const found = checkStreamUrl(stream.provider, stream.url);
    if (!found.ok) problems.push({ field: `streams.${stream.row}.url`, code: found.code });
    return { provider: stream.provider, locale: stream.locale, purpose: stream.purpose, url: found.ok ? found.url : '', embedId: found.ok ? found.embedId : null };
  });
  if (problems.length > 0) throw new InvalidInput(problems);
  await replaceStreams(tx, roomId, checked);
  await audit(tx, { act: 'room.streams_set', subjectType: 'room', subjectId: roomId, data: { count: streams.length } });
}

/** The streams of a room in their order. Addresses of connections are for participants: ask only behind a check of rights. */
export async function listStreams(ctx: Ctx, roomId: string): Promise<Stream[]> {
  return (await listStreamsOf(ctx, [roomId])).map(toStream);
}

/** The streams of several rooms, by room, in two trips less per room. */
export async function listStreamsByRoom(ctx: Ctx, roomIds: readonly string[]): Promise<Map<string, Stream[]>> {
  const streams = await listStreamsOf(ctx, roomIds);
  return new Map(roomIds.map((id) => [id, streams.filter((stream) => stream.roomId === id).map(toStream)]));
}

export function toStream({ embedId, ...row }: StreamRow): Stream {
  return { id: row.id, provider: row.provider, url: row.url, locale: row.locale, purpose: row.purpose, embedUrl: embedUrl(row.provider, embedId) };
}
