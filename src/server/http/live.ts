import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Hub } from '#server/platform/hub.ts';
import { sourceOf } from '#server/platform/rate-limit.ts';

const BEAT_MS = 25_000;
const RECHECK_MS = 60_000;
const PER_ACCOUNT = 4;
const PER_SOURCE = 20;
const BACKLOG_BYTES = 65_536;

export interface LiveAccess {
  /** The hub's topic, once the right to listen is proven; null answers 404. */
  topic: string;
  /** Counts streams together: the account's id, or the source. */
  account: string | null;
  source: string;
  /** Sent at once, so that a page is right from the start. */
  first: unknown;
  /** Asked again every minute: streams end with the session or the role. */
  still(): Promise<boolean>;
}

export interface LiveStreams {
  open(req: IncomingMessage, res: ServerResponse, access: LiveAccess): void;
  count(): number;
  closeAll(): void;
}

/** Server-sent events on raw node:http: half the memory of a framework's stream. */
export function createLiveStreams(hub: Hub): LiveStreams {
  const open = new Set<ServerResponse>();
  const counts = new Map<string, number>();
  const bump = (key: string, by: number) => {
    const next = (counts.get(key) ?? 0) + by;
    if (next <= 0) counts.delete(key);
    else counts.set(key, next);
  };

  return {
    count: () => open.size,
    closeAll: () => {
      for (const res of open) res.end();
    },
    open(req, res, access) {
      // Gone while its rights were being asked: its end would never be heard of.
      if (res.destroyed || req.socket.destroyed) return;
      const keys = [`source:${sourceOf(access.source)}`, ...(access.account ? [`account:${access.account}`] : [])];
      const full = keys.some((key) => (counts.get(key) ?? 0) >= (key.startsWith('account:') ? PER_ACCOUNT : PER_SOURCE));
      if (full) {
        res.writeHead(429, { 'retry-after': '60' }).end();
        return;
      }
      keys.forEach((key) => bump(key, 1));
      open.add(res);
      res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' });
      res.write(`retry: 5000\ndata: ${JSON.stringify(access.first)}\n\n`);
      const unsubscribe = hub.subscribe(access.topic, (text) => {
        // A reader that does not keep up is let go; it comes back by itself and gets the state of that moment.
        if (res.writableLength > BACKLOG_BYTES) res.end();
        else res.write(`data: ${text}\n\n`);
      });
      const beat = setInterval(() => res.write(': \n\n'), BEAT_MS);
      const recheck = setInterval(() => {
        access.still().then(
          (ok) => {
            if (!ok) res.end();
          },
          () => res.end(),
        );
      }, RECHECK_MS);
      req.once('close', () => res.end());
      res.once('close', () => {
        unsubscribe();
        clearInterval(beat);
        clearInterval(recheck);
        open.delete(res);
        keys.forEach((key) => bump(key, -1));
      });
    },
  };
}
