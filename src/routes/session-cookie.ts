import type { Cookies } from '@sveltejs/kit';
import { SESSION_COOKIE, SESSION_SECONDS } from '#server/modules/access/index.ts';

/** Sets the session cookie; `secure` follows the protocol the visitor really uses, so that plain http on localhost works too. */
export function setSessionCookie(cookies: Cookies, url: URL, value: string): void {
  cookies.set(SESSION_COOKIE, value, { path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:', maxAge: SESSION_SECONDS });
}

export function dropSessionCookie(cookies: Cookies): void {
  cookies.delete(SESSION_COOKIE, { path: '/' });
}
