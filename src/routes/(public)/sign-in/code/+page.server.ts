import { goTo, safeNext } from '#routes/go.ts';
import { afterSignIn, PENDING_COOKIE } from '#routes/session-cookie.ts';
import { submit } from '#routes/submit.ts';
import { awaitsCode, SecondStepCode, signInWithCode } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** The second step of signing in; whoever has not passed the first is sent there. */
export const load: PageServerLoad = ({ locals, url, cookies }) => {
  const next = safeNext(url.searchParams.get('next'));
  if (locals.actor.kind === 'account') goTo(locals, next === '/' ? '/my-day' : next);
  if (!awaitsCode(locals.ctx, cookies.get(PENDING_COOKIE))) goTo(locals, `/sign-in?next=${encodeURIComponent(next)}`);
  return { next };
};

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const form = await request.formData();
    const pending = cookies.get(PENDING_COOKIE) ?? '';
    const { source, userAgent } = locals;
    const done = await submit(locals, form, SecondStepCode, ({ code }) => signInWithCode(locals.ctx, { pending, code, source, userAgent }));
    if (!done.ok) return done.failure;
    afterSignIn(locals, cookies, url, { cookie: done.result }, safeNext(form.get('next') as string | null));
  },
};
