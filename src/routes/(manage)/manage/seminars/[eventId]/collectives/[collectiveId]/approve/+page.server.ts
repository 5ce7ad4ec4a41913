import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { approveCollective, planApproval } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  return planApproval(locals.ctx, params.eventId, params.collectiveId);
};

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    needAccount(locals, url);
    const done = await submit(locals, await request.formData(), z.object({}), () => approveCollective(locals.ctx, params.collectiveId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/collectives/${params.collectiveId}?done=approved`);
  },
};
