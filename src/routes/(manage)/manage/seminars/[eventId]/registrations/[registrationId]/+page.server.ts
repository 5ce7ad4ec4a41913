import { goTo, needAccount } from '#routes/go.ts';
import { PRIVATE } from '#routes/holder-ctx.ts';
import { submit } from '#routes/submit.ts';
import { joinPerson, plainInput, showParticipant } from '#server/modules/seminars/index.ts';
import { acceptedDraft } from '../../../draft-name.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders(PRIVATE);
  const person = await showParticipant(locals.ctx, params.eventId, params.registrationId);
  return { participant: person, done: url.searchParams.get('done'), draft: acceptedDraft(url) };
};

export const actions: Actions = {
  part: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => joinPerson(locals.ctx, params.registrationId, null));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/registrations/${params.registrationId}?done=parted`);
  },
};
