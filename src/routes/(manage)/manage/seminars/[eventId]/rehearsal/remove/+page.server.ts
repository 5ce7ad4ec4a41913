import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { eventHead, getRehearsalFor, plainInput, removeRehearsal } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { event, heldMails } = await getRehearsalFor(locals.ctx, params.eventId);
  return { head: eventHead(locals.ctx, event), heldMails, taken: event.taken };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => removeRehearsal(locals.ctx, params.eventId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${done.result.sourceId}?done=rehearsal_removed`);
  },
};
