import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { PRIVATE } from '#routes/holder-ctx.ts';
import { submit } from '#routes/submit.ts';
import { findPersonFor, joinPerson } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

const Choice = z.object({ person: z.uuid('choice.missing') });

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders(PRIVATE);
  const { head, id, name, organisation, q, found, elsewhere } = await findPersonFor(locals.ctx, params.eventId, params.registrationId, url.searchParams.get('q') ?? '');
  return { head, id, name, organisation, q, found, elsewhere, searched: url.searchParams.has('q') };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const { eventId, registrationId } = params;
    const done = await submit(locals, await request.formData(), Choice, ({ person }) => joinPerson(locals.ctx, registrationId, person));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${eventId}/registrations/${registrationId}?done=joined`);
  },
};
