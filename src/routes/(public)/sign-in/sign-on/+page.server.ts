import { redirect } from '@sveltejs/kit';
import { translator } from '#lib/i18n/index.ts';
import { goTo, safeNext } from '#routes/go.ts';
import { afterSignIn, SIGN_ON_COOKIE } from '#routes/session-cookie.ts';
import { problemText } from '#server/http/problems.ts';
import { beginSignOn, finishSignOn } from '#server/modules/access/index.ts';
import { AppError } from '#server/platform/errors.ts';
import type { PageServerLoad } from './$types';

/** Sends to the provider of identities, and is where it sends back to. No page of ours is sent: its answer is a GET, by its standard. */
export const load: PageServerLoad = async ({ locals, url, cookies, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  const of = (name: string) => url.searchParams.get(name);
  const secure = url.protocol === 'https:';
  if (locals.actor.kind === 'account') goTo(locals, '/my-day');
  try {
    if (of('state') === null && of('error') === null) {
      const begun = await beginSignOn(locals.ctx, { next: safeNext(of('next')), network: locals.networkPrefix, locale: locals.locale, source: locals.source });
      cookies.set(SIGN_ON_COOKIE, begun.pending, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: 600 });
      redirect(303, begun.url, { external: [new URL(begun.url).origin] });
    }
    const { source, userAgent } = locals;
    const pending = cookies.get(SIGN_ON_COOKIE);
    const { outcome, next, network, locale } = await finishSignOn(locals.ctx, { pending, state: of('state') ?? '', code: of('code') ?? '', iss: of('iss'), error: of('error'), source, userAgent });
    cookies.delete(SIGN_ON_COOKIE, { path: '/' });
    // Back into the language and network in which the button was pressed: the provider knows one address for all.
    return afterSignIn({ ...locals, networkPrefix: network, locale }, cookies, url, outcome, next);
  } catch (error) {
    if (!(error instanceof AppError) || error.status === 404) throw error;
    return { problem: problemText(translator(locals.locale), error.code, error.params) };
  }
};
