import type { Cookies } from '@sveltejs/kit';
import { goTo, safeNext } from './go.ts';
import type { RequestLocals } from '#server/http/request.ts';
import { SESSION_COOKIE, SESSION_SECONDS, type SignInOutcome } from '#server/modules/access/index.ts';

/** Sets the session cookie; `secure` follows the protocol the visitor really uses, so that plain http on localhost works too. */
export function setSessionCookie(cookies: Cookies, url: URL, value: string): void {
  cookies.set(SESSION_COOKIE, value, { path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:', maxAge: SESSION_SECONDS });
}

export function dropSessionCookie(cookies: Cookies): void {
  cookies.delete(SESSION_COOKIE, { path: '/' });
}

/** Says, sealed, who has passed the first step of signing in. */
export const PENDING_COOKIE = 'sheberlik_second_step';

/** What a browser that was sent to the provider of identities has to come back with, sealed. */
export const SIGN_ON_COOKIE = 'sheberlik_sign_on';

/** Says, sealed, whose card was proven and waits for a password. */
export const CARD_COOKIE = 'sheberlik_card';

/** Where signing in leads: into the working area or back to where one came from, or first to the page that asks for a code. */
export function afterSignIn(locals: RequestLocals, cookies: Cookies, url: URL, outcome: SignInOutcome, next: string): never {
  if (outcome.pending !== undefined) {
    cookies.set(PENDING_COOKIE, outcome.pending, { path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:', maxAge: 600 });
    goTo(locals, `/sign-in/code?next=${encodeURIComponent(next)}`);
  }
  setSessionCookie(cookies, url, outcome.cookie);
  cookies.delete(PENDING_COOKIE, { path: '/' });
  goTo(locals, safeNext(next) === '/' ? '/my-day' : safeNext(next));
}
