import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { editEvent, EVENT_FORMS, eventFields, eventHead, eventInput, eventTexts, getEventFor, listHostsFor, originalOf } from '#server/modules/seminars/index.ts';
import { originalLanguage } from '#routes/original-language.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const event = await getEventFor(locals.ctx, params.eventId, 'edit');
  return {
    head: eventHead(locals.ctx, event),
    stored: eventFields(event),
    texts: eventTexts(event),
    version: event.version,
    original: originalOf(event.title, locals.locale),
    hosts: await listHostsFor(locals.ctx),
    forms: EVENT_FORMS,
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData();
    const original = originalLanguage(form.get('original'), locals.locale);
    const done = await submit(locals, form, eventInput(original), (input) => editEvent(locals.ctx, params.eventId, original, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}?done=saved&draft=event-${params.eventId}`);
  },
};
