import { goTo, needAccount } from '#routes/go.ts';
import { PRIVATE } from '#routes/holder-ctx.ts';
import { submit } from '#routes/submit.ts';
import { messageToForward, plainInput, sendAgain, showParticipantForm } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders(PRIVATE);
  const { head, id, name, email } = await showParticipantForm(locals.ctx, params.eventId, params.registrationId, 'sendAgain');
  return { head, id, name, email, message: await messageToForward(locals.ctx, params.registrationId) };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const { eventId, registrationId } = params;
    const done = await submit(locals, await request.formData(), plainInput, () => sendAgain(locals.ctx, registrationId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${eventId}/registrations/${registrationId}?done=sent`);
  },
};
