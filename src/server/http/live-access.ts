import type { IncomingMessage } from 'node:http';
import type { Platform } from '#server/platform/platform.ts';
import type { LiveAccess } from './live.ts';

/** Asks whether this request may listen to a topic; the module that owns the topic decides with its own policies. */
export type LiveGate = (
  platform: Platform,
  ask: { kind: string; id: string; cookies: Record<string, string>; source: string },
) => Promise<LiveAccess | null>;

const gates = new Map<string, LiveGate>();

/** Registered in modules.ts: the first part of /live/<kind>/<id>. */
export function registerLiveGate(kind: string, gate: LiveGate): void {
  gates.set(kind, gate);
}

export async function liveAccessFor(platform: Platform, req: IncomingMessage, path: string, source: string): Promise<LiveAccess | null> {
  const [, , kind = '', id = ''] = path.split('/');
  const gate = gates.get(kind);
  if (!gate || req.method !== 'GET') return null;
  return gate(platform, { kind, id, cookies: readCookies(req), source });
}

function readCookies(req: IncomingMessage): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const part of String(req.headers.cookie ?? '').slice(0, 8192).split(';')) {
    const at = part.indexOf('=');
    if (at > 0) {
      try {
        cookies[part.slice(0, at).trim()] = decodeURIComponent(part.slice(at + 1).trim());
      } catch {
        // A cookie that is not ours to read.
      }
    }
  }
  return cookies;
}
