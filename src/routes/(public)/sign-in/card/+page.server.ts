import { goTo } from '#routes/go.ts';
import { CARD_COOKIE } from '#routes/session-cookie.ts';
import { submit } from '#routes/submit.ts';
import { CardSignIn, openCard } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** Name and code of a card, for who has no mailbox of her own. */
export const load: PageServerLoad = ({ locals }) => {
  if (locals.actor.kind === 'account') goTo(locals, '/my-day');
};

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const { source, userAgent } = locals;
    const done = await submit(locals, await request.formData(), CardSignIn, (input) => openCard(locals.ctx, { ...input, source, userAgent }));
    if (!done.ok) return done.failure;
    cookies.set(CARD_COOKIE, done.result, { path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:', maxAge: 1200 });
    goTo(locals, '/sign-in/card/password');
  },
};
