import { newDraft } from '#routes/registration-draft.ts';
import { submit } from '#routes/submit.ts';
import { CountryStep, languagesFor, ListNoticeStep, openListStep, showNotice, showRegistrationForm, withListCountry } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';
import { send, takeNames, takeRoom } from './list-actions.ts';
import { beginAnew, carriedOf, draftOf, goOn, refusedStep, stepState } from './list-state.ts';

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
    step: kept ? openListStep(url.searchParams.get('step'), kept.draft, false) : ('country' as const),
    lost: url.searchParams.has('d') && !kept,
    notice: country === null ? null : await showNotice(locals.ctx, params.eventId, country),
    languages: country === null ? [] : await languagesFor(locals.ctx, country),
  };
};

export const actions: Actions = {
  country: async (event) => {
    const form = await event.request.formData();
    const { id, draft } = draftOf(event) ?? newDraft();
    const done = await submit(event.locals, form, CountryStep, async (input) => input);
    return done.ok ? goOn(event, id, withListCountry(draft, done.result.country), carriedOf(form)) : refusedStep(done.failure, 'country', carriedOf(form), {});
  },
  room: takeRoom,
  names: async (event) => {
    const form = await event.request.formData();
    const kept = draftOf(event);
    return kept ? takeNames(event, form, kept.id, kept.draft) : beginAnew(event, carriedOf(form));
  },
  notice: async (event) => {
    const form = await event.request.formData();
    const kept = draftOf(event);
    const carried = carriedOf(form);
    if (!kept) return beginAnew(event, carried);
    const done = await submit(event.locals, form, ListNoticeStep, async ({ noticeVersion }) => ({ noticeVersion }));
    return done.ok ? goOn(event, kept.id, { ...kept.draft, ...done.result }, carried) : refusedStep(done.failure, 'notice', carried, {});
  },
  /** Back to an earlier step: a button and not a link, so that the list comes along. */
  show: async (event) => {
    const carried = carriedOf(await event.request.formData());
    const kept = draftOf(event);
    return kept ? stepState(openListStep(event.url.searchParams.get('step'), kept.draft, carried.names !== ''), carried) : beginAnew(event, carried);
  },
  send,
};
