import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { createEvent, EVENT_FORMS, eventInput, listHostsFor, newEventFields } from '#server/modules/seminars/index.ts';
import { originalLanguage } from '#routes/original-language.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const hosts = await listHostsFor(locals.ctx);
  const [first] = hosts;
  const original = originalLanguage(url.searchParams.get('original'), locals.locale);
  const { actor } = locals;
  const stored = newEventFields({
    organisationId: first?.id ?? null,
    timeZone: first?.timeZone ?? locals.network?.timeZone ?? 'UTC',
    country: first?.country ?? locals.network?.country ?? 'KZ',
    locale: original,
    contact: actor.kind === 'account' ? { name: actor.name, email: actor.email } : null,
  });
  return { hosts, original, stored, texts: {}, forms: EVENT_FORMS };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const original = originalLanguage(form.get('original'), locals.locale);
    const done = await submit(locals, form, eventInput(original), (input) => createEvent(locals.ctx, original, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${done.result}/programme?created=1&draft=event-new`);
  },
};
