import { fail } from '@sveltejs/kit';
import { z } from 'zod';
import { goTo } from '#routes/go.ts';
import { readNames } from '#routes/list-words.ts';
import { dropDraft } from '#routes/registration-draft.ts';
import { rememberLink } from '#routes/registration-link.ts';
import { submit, type Refused } from '#routes/submit.ts';
import {
  CollectiveInput,
  listByKey,
  openLinkOf,
  previewList,
  registerCollective,
  RoomStep,
  type ListDraft,
  type ListStep,
} from '#server/modules/seminars/index.ts';
import { takeOffers } from '../form-state.ts';
import type { RequestEvent } from './$types';
import { beginAnew, carriedOf, draftOf, goOn, refusedStep, stepState } from './list-state.ts';

/** The reading room and its contact person; a likely slip is offered for correction, never forced. */
export async function takeRoom(event: RequestEvent) {
  const form = await event.request.formData();
  const kept = draftOf(event);
  const carried = carriedOf(form);
  if (!kept) return beginAnew(event, carried);
  const offers = takeOffers(form, { name: 'contactName', email: 'contactEmail' });
  const done = await submit(event.locals, form, RoomStep, async (input) => input);
  if (!done.ok) return refusedStep(done.failure, 'room', carried, { offers });
  if (!offers.name && !offers.email) return goOn(event, kept.id, { ...kept.draft, ...done.result }, carried);
  const values = Object.fromEntries(Object.keys(RoomStep.shape).map((name) => [name, String(form.get(name) ?? '')]));
  return fail(422, { values, problems: [], offers, ...stepState('room', carried) });
}

/** The names: told what cannot be used, shown once how the list was understood, and on. */
export async function takeNames(event: RequestEvent, form: FormData, id: string, draft: ListDraft) {
  const carried = carriedOf(form);
  const read = await readNames(event.locals, form, async () => previewList(carried.names, carried));
  if (read.failure) return refusedStep(read.failure, 'names', carried, { preview: read.preview, seen: read.seen });
  return read.wasSeen ? goOn(event, id, draft, carried) : { ...stepState('names', carried), preview: read.preview, seen: read.seen };
}

/** The step on which the first problem of the whole form is mended. */
function stepOfProblem({ data }: Refused): ListStep {
  const field = data.problems?.[0]?.field ?? '';
  if (field === 'names') return 'names';
  if (field === 'noticeVersion' || field === 'rightStated') return 'notice';
  if (field === 'country') return 'country';
  return field === '' ? 'check' : 'room';
}

/** The last step. Sent twice with one key it is one list, also when the answers are gone by then. */
export async function send(event: RequestEvent) {
  const { locals, params, cookies, url } = event;
  const form = await event.request.formData();
  const kept = draftOf(event);
  const carried = carriedOf(form);
  const key = String(form.get('idempotency_key') ?? '');
  for (const [name, value] of Object.entries(kept?.draft ?? {})) form.set(name, String(value));
  // The notice is accepted only together with the statement, on one step.
  if (kept?.draft.noticeVersion) form.set('rightStated', 'yes');
  const done = kept
    ? await submit(locals, form, CollectiveInput, (input) => registerCollective(locals.ctx, params.eventId, { ...input, ...carried }, key, locals.source))
    : await submit(locals, form, z.object({}), () => listByKey(locals.ctx, params.eventId, key));
  if (!done.ok) return kept ? refusedStep(done.failure, stepOfProblem(done.failure), carried, {}) : beginAnew(event, carried);
  if (kept) dropDraft(cookies, kept.id);
  const link = await openLinkOf(locals.ctx, 'collective', done.result.collectiveId);
  if (link) await rememberLink(locals, link.token, cookies, url);
  goTo(locals, `/collectives/${done.result.collectiveId}/done`);
}
