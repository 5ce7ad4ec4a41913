import { goTo, needAccount } from '#routes/go.ts';
import { PRIVATE } from '#routes/holder-ctx.ts';
import { submit } from '#routes/submit.ts';
import { eraseRegistration, plainInput, showParticipantForm } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders(PRIVATE);
  const { head, id, name, state, may } = await showParticipantForm(locals.ctx, params.eventId, params.registrationId, 'erase');
  return { head, id, name, state, isActive: may.manageCancel };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const { eventId, registrationId } = params;
    const done = await submit(locals, await request.formData(), plainInput, () => eraseRegistration(locals.ctx, registrationId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${eventId}/registrations/${registrationId}?done=erased`);
  },
};
