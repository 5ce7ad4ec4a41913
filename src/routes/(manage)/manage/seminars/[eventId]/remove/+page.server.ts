import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { eventHead, getProgrammeFor, plainInput, removeEvent } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { event, programme } = await getProgrammeFor(locals.ctx, params.eventId);
  return { head: eventHead(locals.ctx, event), sittings: programme.sessions.length, talks: programme.talks.length };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => removeEvent(locals.ctx, params.eventId));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/seminars?removed=1');
  },
};
