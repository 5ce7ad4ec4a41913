import { goTo, needAccount } from '#routes/go.ts';
import { PRIVATE } from '#routes/holder-ctx.ts';
import { submit } from '#routes/submit.ts';
import { changeByOrganiser, OrganiserChange, showParticipantForm } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders(PRIVATE);
  const one = await showParticipantForm(locals.ctx, params.eventId, params.registrationId, 'manage');
  const { name, country, organisation, position, role, certificateLocale, mailLocale } = one;
  const stored = { name, country, email: one.email ?? '', organisation, position, role, certificateLocale, mailLocale };
  return { head: one.head, id: one.id, name, stored, version: one.version };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const { eventId, registrationId } = params;
    const done = await submit(locals, await request.formData(), OrganiserChange, (input) => changeByOrganiser(locals.ctx, registrationId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${eventId}/registrations/${registrationId}?done=changed&draft=participant-${registrationId}`);
  },
};
