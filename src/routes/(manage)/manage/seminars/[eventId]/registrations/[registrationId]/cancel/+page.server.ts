import { goTo, needAccount } from '#routes/go.ts';
import { PRIVATE } from '#routes/holder-ctx.ts';
import { submit } from '#routes/submit.ts';
import { cancelByOrganiser, Reason, showParticipantForm } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders(PRIVATE);
  const { head, id, name, state, email } = await showParticipantForm(locals.ctx, params.eventId, params.registrationId, 'manageCancel');
  return { head, id, name, state, hasEmail: email !== null };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const { eventId, registrationId } = params;
    const done = await submit(locals, await request.formData(), Reason, ({ reason }) => cancelByOrganiser(locals.ctx, registrationId, reason));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${eventId}/registrations/${registrationId}?done=cancelled`);
  },
};
