import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { askForNames, eventHead, plainInput, planAskingForNames } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { event, people, lists, lately, unreachable, contributors } = await planAskingForNames(locals.ctx, params.eventId);
  return { head: eventHead(locals.ctx, event), people, lists, lately, unreachable, contributors };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => askForNames(locals.ctx, params.eventId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/results?standing=unconfirmed&asked=${done.result}`);
  },
};
