import { readSession, SESSION_COOKIE } from '#server/modules/access/index.ts';
import { networksOf } from '#server/modules/people/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { makeCtx, type Platform } from '#server/platform/platform.ts';
import { findRoomNumbers } from './presence.queries.ts';
import { getRoomFor } from './rooms.access.ts';
import { atRoomClock } from './room-state.ts';
import { findRoom } from './rooms.queries.ts';

/** How often the desk's numbers are counted while somebody looks: two queries a room and process, however many desks are open. */
const EVERY_MS = 5_000;
const tickers = new WeakMap<Platform, Set<string>>();

/** What a desk shows by key, as `data-live` names it: `here`, `present`, `admitted`, `here_KZ` …, `entered_1` … */
export type DeskNumbers = Record<string, number>;

/**
 * Gate of `/live/desk/<roomId>`: moderators and organisers who may read the room hear its numbers. Whoever else asks is told there is nothing.
 */
export async function openDesk(platform: Platform, ask: { id: string; cookies: Record<string, string>; source: string }) {
  const session = await readSession(platform, ask.cookies[SESSION_COOKIE]);
  if (!session) return null;
  // The address names no network: those in which the account holds a role are asked.
  const everywhere = session.actor.grants.some((grant) => grant.scopeKind === 'installation');
  const networks = (await networksOf(platform)).map((network) => network.id).filter((id) => everywhere || session.actor.grants.some((grant) => grant.networkId === id));
  const mayRead = async (networkId: string): Promise<boolean> => {
    // Asked again every minute: with the session or the role the stream ends.
    const now = await readSession(platform, ask.cookies[SESSION_COOKIE]);
    if (!now) return false;
    const ctx = makeCtx(platform, { actor: now.actor, networkId, locale: 'en' });
    return getRoomFor(ctx, ask.id, 'read').then(() => true, onlyNotFound);
  };
  for (const networkId of networks) {
    if (!(await mayRead(networkId))) continue;
    const topic = `desk:${ask.id}`;
    tick(platform, networkId, ask.id, topic);
    return {
      topic,
      account: session.actor.accountId,
      source: ask.source,
      first: await deskNumbers(platform, networkId, ask.id),
      still: () => mayRead(networkId),
    };
  }
  return null;
}

function onlyNotFound(error: unknown): false {
  if (error instanceof AppError) return false;
  throw error;
}

/** The numbers of a desk, by the room's clock. */
export async function deskNumbers(platform: Platform, networkId: string, roomId: string): Promise<DeskNumbers> {
  const ctx = makeCtx(platform, { actor: { kind: 'system', name: 'rooms.desk' }, networkId, locale: 'en' });
  const room = await findRoom(ctx, roomId);
  if (!room) return {};
  const { byCountry, codes } = await findRoomNumbers(atRoomClock(ctx, room), roomId);
  const numbers: DeskNumbers = { here: 0, present: 0, admitted: 0 };
  for (const row of byCountry) {
    for (const key of ['here', 'present', 'admitted'] as const) {
      numbers[key] = (numbers[key] ?? 0) + row[key];
      numbers[`${key}_${row.country ?? ''}`] = row[key];
    }
  }
  for (const code of codes) numbers[`entered_${code.position}`] = code.entered;
  return numbers;
}

/** Counts and publishes while somebody listens; the last one to leave stops it. */
function tick(platform: Platform, networkId: string, roomId: string, topic: string): void {
  const running = tickers.get(platform) ?? new Set<string>();
  tickers.set(platform, running);
  if (running.has(topic)) return;
  running.add(topic);
  const again = () =>
    setTimeout(() => {
      if (platform.hub.count(topic) === 0) {
        running.delete(topic);
        return;
      }
      deskNumbers(platform, networkId, roomId)
        .then((numbers) => platform.hub.publish(topic, numbers))
        .catch((error: unknown) => platform.log.warn({ err: error }, 'rooms: the desk waits for its numbers'))
        .finally(again);
    }, EVERY_MS).unref();
  again();
}
