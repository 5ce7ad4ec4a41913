import { goTo, needAccount } from '#routes/go.ts';
import { stopLooking } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  needAccount(locals, url);
  if (locals.actor.kind !== 'account' || !locals.actor.viewedBy) goTo(locals, '/my-day');
  return { name: locals.actor.name, isRefusal: url.searchParams.has('refused') };
};

export const actions: Actions = {
  stop: async ({ locals }) => {
    await stopLooking(locals.ctx);
    goTo(locals, '/manage/settings/roles');
  },
};
