import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { cancelCollective, collectiveHead, Reason } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  return { head: await collectiveHead(locals.ctx, params.collectiveId, 'cancel', params.eventId) };
};

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    needAccount(locals, url);
    const done = await submit(locals, await request.formData(), Reason, ({ reason }) => cancelCollective(locals.ctx, params.collectiveId, reason));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/collectives/${params.collectiveId}?done=cancelled`);
  },
};
