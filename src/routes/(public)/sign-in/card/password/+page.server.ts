import { goTo } from '#routes/go.ts';
import { afterSignIn, CARD_COOKIE } from '#routes/session-cookie.ts';
import { submit } from '#routes/submit.ts';
import { CardKey, readOpenCard, signInWithCard } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** After the card: the password or PIN by which she signs in from now on. The card is used up here. */
export const load: PageServerLoad = async ({ locals, cookies }) => {
  if (locals.actor.kind === 'account') goTo(locals, '/my-day');
  const card = await readOpenCard(locals.ctx, cookies.get(CARD_COOKIE));
  if (!card) goTo(locals, '/sign-in/card');
  return card;
};

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const { source, userAgent } = locals;
    const pending = cookies.get(CARD_COOKIE) ?? '';
    const done = await submit(locals, await request.formData(), CardKey, (key) => signInWithCard(locals.ctx, { pending, ...key, source, userAgent }));
    if (!done.ok) return done.failure;
    cookies.delete(CARD_COOKIE, { path: '/' });
    afterSignIn(locals, cookies, url, done.result, '/my-day');
  },
};
