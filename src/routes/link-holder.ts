import { randomBytes } from 'node:crypto';
import type { Cookies } from '@sveltejs/kit';
import { linkCookieName } from '#routes/registration-link.ts';
import type { RequestLocals } from '#server/http/request.ts';
import { readLink } from '#server/modules/access/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';

const DEVICE_COOKIE = 'sheberlik_device';
const LINK_PREFIX = linkCookieName('');

/** The context of who holds the personal link of this subject on this device; null when there is none, or it is not valid any more. */
export async function linkHolder(locals: RequestLocals, cookies: Cookies, subjectId: string): Promise<Ctx | null> {
  const token = isId(subjectId) ? cookies.get(linkCookieName(subjectId)) : undefined;
  const holder = token === undefined ? null : await holderOf(locals, token);
  // The cookie's name holds a part of the id only.
  return holder?.subjectId === subjectId ? holder.ctx : null;
}

/** Everybody whose personal link was opened on this device: a shared computer of a reading room may hold several. At most ten are asked. */
export async function linkHolders(locals: RequestLocals, cookies: Cookies): Promise<{ subjectId: string; ctx: Ctx }[]> {
  const tokens = cookies.getAll().filter(({ name }) => name.startsWith(LINK_PREFIX));
  const holders = await Promise.all(tokens.slice(0, 10).map(({ value }) => holderOf(locals, value)));
  return holders.filter((holder) => holder !== null);
}

async function holderOf(locals: RequestLocals, token: string): Promise<{ subjectId: string; ctx: Ctx } | null> {
  try {
    const link = await readLink(locals.ctx, token);
    const actor = { kind: 'link', linkId: link.id, purpose: link.purpose, subjectId: link.subjectId } as const;
    return { subjectId: link.subjectId, ctx: { ...locals.ctx, actor } };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Names this browser, not the person: which device a personal link counts on. Made at the first visit, unguessable, never logged. */
export function deviceOf(cookies: Cookies, url: URL): string {
  const known = cookies.get(DEVICE_COOKIE);
  if (known && /^[A-Za-z0-9_-]{16,64}$/.test(known)) return known;
  const device = randomBytes(16).toString('base64url');
  cookies.set(DEVICE_COOKIE, device, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
    maxAge: 365 * 86_400,
  });
  return device;
}
