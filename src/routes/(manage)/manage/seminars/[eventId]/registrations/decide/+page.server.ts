import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { approve, decline, eventHead, getEventFor, MOST_AT_ONCE, plainInput, previewDecision, Reason } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** The applications that were ticked stand in the address: looking at what would happen changes nothing. */
const chosenIn = (url: URL) => [...new Set(url.searchParams.getAll('id'))].slice(0, MOST_AT_ONCE);

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const ids = chosenIn(url);
  const event = await getEventFor(locals.ctx, params.eventId, 'manageRegistrations');
  return { head: eventHead(locals.ctx, event), ids: z.array(z.uuid()).catch([]).parse(ids), preview: await previewDecision(locals.ctx, params.eventId, ids) };
};

export const actions: Actions = {
  approve: async ({ request, locals, params, url }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => approve(locals.ctx, params.eventId, chosenIn(url)));
    if (!done.ok) return done.failure;
    const { places, waiting } = done.result;
    goTo(locals, `/manage/seminars/${params.eventId}/registrations?done=approved&places=${places}&waiting=${waiting}`);
  },
  decline: async ({ request, locals, params, url }) => {
    const done = await submit(locals, await request.formData(), Reason, ({ reason }) => decline(locals.ctx, params.eventId, chosenIn(url), reason));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/registrations?done=declined&declined=${done.result}`);
  },
};
