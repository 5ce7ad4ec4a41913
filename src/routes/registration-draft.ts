import { randomBytes } from 'node:crypto';
import type { Cookies } from '@sveltejs/kit';
import type { RequestLocals } from '#server/http/request.ts';
import { randomToken } from '#server/platform/ids.ts';
import { seal, unseal } from '#server/platform/sealed.ts';

/** A reading room's computer is used by many: an unfinished form is forgotten after two hours. */
const KEPT_MS = 2 * 3_600_000;
const ID = /^[\w-]{12}$/;
/** Browsers keep 4 KB in a cookie. */
const LARGEST = 3900;

/** What every draft holds: the key that makes sending it twice harmless. */
export interface Draft {
  key: string;
}

const cookieName = (id: string) => `sheberlik_d_${id}`;

/** The answers given so far, kept sealed in the visitor's own browser under the id that stands in the address. Null: none, changed, or too old. */
export function readDraft<D extends Draft>(locals: RequestLocals, cookies: Cookies, purpose: string, id: string | null): { id: string; draft: D } | null {
  const sealed = id !== null && ID.test(id) ? cookies.get(cookieName(id)) : undefined;
  const draft = sealed === undefined ? null : unseal<D>(locals.platform.keys, purpose, sealed, locals.platform.clock.now());
  return draft && id !== null ? { id, draft } : null;
}

export function newDraft(): { id: string; draft: Draft } {
  return { id: randomBytes(9).toString('base64url'), draft: { key: randomToken() } };
}

/** Keeps the answers; false when they are too long for a browser to keep. */
export function writeDraft(locals: RequestLocals, cookies: Cookies, url: URL, purpose: string, id: string, draft: Draft): boolean {
  const now = locals.platform.clock.now().getTime();
  const sealed = seal(locals.platform.keys, purpose, draft, new Date(now + KEPT_MS));
  if (sealed.length > LARGEST) return false;
  cookies.set(cookieName(id), sealed, { path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:', maxAge: KEPT_MS / 1000 });
  return true;
}

export function dropDraft(cookies: Cookies, id: string): void {
  cookies.delete(cookieName(id), { path: '/' });
}
