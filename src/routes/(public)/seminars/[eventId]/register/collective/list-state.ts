import { fail } from '@sveltejs/kit';
import { goTo } from '#routes/go.ts';
import { sentList, type SentList } from '#routes/list-words.ts';
import { newDraft, readDraft, writeDraft } from '#routes/registration-draft.ts';
import type { Refused } from '#routes/submit.ts';
import { openListStep, previewList, type ListDraft, type ListStep } from '#server/modules/seminars/index.ts';
import type { RequestEvent } from './$types';

const PURPOSE = 'collective';

/** What travels with the form from step to step: the list, and how it is to be taken. */
export type Carried = SentList;
export const carriedOf = sentList;

/** The answers given so far, and the id under which this browser keeps them. */
export function draftOf({ locals, cookies, url }: Pick<RequestEvent, 'locals' | 'cookies' | 'url'>) {
  return readDraft<ListDraft>(locals, cookies, PURPOSE, url.searchParams.get('d'));
}

function countOf(carried: Carried) {
  const { count, needsApproval, people } = previewList(carried.names, carried);
  return { count, needsApproval, first: people.map((person) => person.name) };
}

/** One step as it is shown when the list travels with the form. */
export function stepState(step: ListStep, carried: Carried) {
  return { step, carried, summary: step === 'check' ? countOf(carried) : null };
}

/** A refused step once more: everything typed, and the list. */
export function refusedStep<More extends object>(refused: Refused, step: ListStep, carried: Carried, more: More) {
  return fail(refused.status, { ...refused.data, ...stepState(step, carried), ...more });
}

/** Keeps the answers and goes on to the next open step: by an address of its own, unless a list has to come along. */
export function goOn(event: RequestEvent, id: string, draft: ListDraft, carried: Carried) {
  const { locals, cookies, url, params } = event;
  const kept = writeDraft(locals, cookies, url, PURPOSE, id, draft);
  const step = openListStep(null, draft, carried.names.trim() !== '');
  if (kept && carried.names.trim() !== '') return stepState(step, carried);
  goTo(locals, `/seminars/${params.eventId}/register/collective?d=${kept ? id : 'lost'}&step=${step}`);
}

/** The answers are gone (two hours, or cookies are forbidden): begin anew, but with the list that was sent. */
export function beginAnew(event: RequestEvent, carried: Carried) {
  const { id, draft } = newDraft();
  writeDraft(event.locals, event.cookies, event.url, PURPOSE, id, draft);
  return { ...stepState('country', carried), draftId: id, lost: true };
}
