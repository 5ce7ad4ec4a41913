import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { cancelEvent, cancelInput, eventHead, getEventFor } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const event = await getEventFor(locals.ctx, params.eventId, 'cancel');
  return { head: eventHead(locals.ctx, event), taken: event.taken };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), cancelInput, (input) => cancelEvent(locals.ctx, params.eventId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}?done=cancelled`);
  },
};
