import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { changeNetworkRole, readNetworkRole, RoleDates } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** First and last day of a role for the whole network; those of organisations stand at their organisation. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  return { role: await readNetworkRole(locals.ctx, params.assignmentId) };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), RoleDates, (input) => changeNetworkRole(locals.ctx, params.assignmentId, input));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/settings/roles?done=dates');
  },
};
