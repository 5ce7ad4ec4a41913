import { z } from 'zod';
import { goTo } from '#routes/go.ts';
import { dropDraft, newDraft } from '#routes/registration-draft.ts';
import { rememberLink } from '#routes/registration-link.ts';
import { submit } from '#routes/submit.ts';
import {
  CountryStep,
  isOtherScript,
  languagesFor,
  NoticeStep,
  openLinkOf,
  openStep,
  PersonStep,
  register,
  registeredByKey,
  RegistrationInput,
  showNotice,
  showRegistrationForm,
  withCountry,
  WorkStep,
} from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';
import { answer, draftOf, keep, offerAgain, takeOffers } from './form-state.ts';

export const load: PageServerLoad = async ({ locals, params, url, cookies, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  const head = await showRegistrationForm(locals.ctx, params.eventId);
  const kept = draftOf({ locals, cookies, url });
  const { key, ...answers } = kept?.draft ?? { key: '' };
  const country = answers.country ?? null;
  return {
    ...head,
    key,
    answers,
    draftId: kept?.id ?? null,
    step: kept ? openStep(url.searchParams.get('step'), kept.draft) : ('country' as const),
    lost: url.searchParams.has('d') && !kept,
    notice: country === null ? null : await showNotice(locals.ctx, params.eventId, country),
    languages: country === null ? [] : await languagesFor(locals.ctx, country),
    otherScript: answers.name && answers.certificateLocale ? isOtherScript(answers.name, answers.certificateLocale) : false,
  };
};

export const actions: Actions = {
  country: async (event) => {
    const { id, draft } = draftOf(event) ?? newDraft();
    const { host } = await showRegistrationForm(event.locals.ctx, event.params.eventId);
    const done = await submit(event.locals, await event.request.formData(), CountryStep, async (input) => input);
    return done.ok ? keep(event, id, withCountry(draft, done.result.country, host)) : done.failure;
  },
  person: async (event) => {
    const form = await event.request.formData();
    const offers = takeOffers(form);
    const done = await submit(event.locals, form, PersonStep, async (input) => input);
    if (!done.ok) return offerAgain(form, offers, done.failure);
    return offers.name || offers.email ? offerAgain(form, offers) : answer(event, form, PersonStep);
  },
  work: async (event) => answer(event, await event.request.formData(), WorkStep),
  notice: async (event) => answer(event, await event.request.formData(), NoticeStep),
  send: async (event) => {
    const { locals, params, cookies, url } = event;
    const form = await event.request.formData();
    const kept = draftOf(event);
    const key = String(form.get('idempotency_key') ?? '');
    for (const [name, value] of Object.entries(kept?.draft ?? {})) if (typeof value === 'string') form.set(name, value);
    const done = kept
      ? await submit(locals, form, RegistrationInput, (input) => register(locals.ctx, params.eventId, input, key, locals.source))
      : await submit(locals, form, z.object({}), () => registeredByKey(locals.ctx, params.eventId, key));
    if (!done.ok) return done.failure;
    if (kept) dropDraft(cookies, kept.id);
    if (done.result.outcome === 'known') goTo(locals, `/seminars/${params.eventId}/register/already`);
    const link = await openLinkOf(locals.ctx, 'registration', done.result.registrationId);
    if (link) await rememberLink(locals, link.token, cookies, url);
    goTo(locals, `/registrations/${done.result.registrationId}/done`);
  },
};
