import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { addByHand, eventHead, getEventFor, OrganiserEntry } from '#server/modules/seminars/index.ts';
import { randomToken } from '#server/platform/ids.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const event = await getEventFor(locals.ctx, params.eventId, 'manageRegistrations');
  const isFull = event.capacity !== null && event.taken >= event.capacity;
  return { head: eventHead(locals.ctx, event), isFull, key: randomToken(), stored: { certificateLocale: locals.locale, mailLocale: locals.locale } };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData();
    const key = String(form.get('idempotency_key') ?? '').slice(0, 100) || null;
    const done = await submit(locals, form, OrganiserEntry, (input) => addByHand(locals.ctx, params.eventId, input, key));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/registrations/${done.result.id}?done=added&draft=participant-${params.eventId}`);
  },
};
