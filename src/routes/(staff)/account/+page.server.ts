import { goTo, needAccount } from '#routes/go.ts';
import { dropSessionCookie } from '#routes/session-cookie.ts';
import { SESSION_COOKIE, signOut, signOutEverywhere } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  needAccount(locals, url);
  return { email: locals.actor.kind === 'account' ? locals.actor.email : '' };
};

export const actions: Actions = {
  sign_out: async ({ locals, cookies }) => {
    await signOut(locals.platform, cookies.get(SESSION_COOKIE));
    dropSessionCookie(cookies);
    goTo(locals, '/');
  },
  sign_out_everywhere: async ({ locals, cookies }) => {
    await signOutEverywhere(locals.ctx);
    dropSessionCookie(cookies);
    goTo(locals, '/sign-in');
  },
};
