import { fail } from '@sveltejs/kit';
import type { z } from 'zod';
import { goTo } from '#routes/go.ts';
import { readDraft, writeDraft } from '#routes/registration-draft.ts';
import { submit, type Refused } from '#routes/submit.ts';
import { emailOffer, nameOffer, openStep, type FormDraft, type Offer } from '#server/modules/seminars/index.ts';
import type { RequestEvent } from './$types';

const PURPOSE = 'registration';

/** The answers given so far, and the id under which this browser keeps them. */
export function draftOf({ locals, cookies, url }: Pick<RequestEvent, 'locals' | 'cookies' | 'url'>) {
  return readDraft<FormDraft>(locals, cookies, PURPOSE, url.searchParams.get('d'));
}

/** Keeps the answers and goes on to the next open step; what is too long for a browser to keep cannot come from our fields. */
export function keep(event: RequestEvent, id: string, draft: FormDraft): never {
  const { locals, cookies, url, params } = event;
  const kept = writeDraft(locals, cookies, url, PURPOSE, id, draft);
  goTo(locals, `/seminars/${params.eventId}/register?d=${kept ? id : 'lost'}&step=${openStep(null, draft)}`);
}

/** One step of the form: what is accepted is added to the answers. */
export async function answer<S extends z.ZodType<object>>(event: RequestEvent, form: FormData, schema: S): Promise<Refused> {
  const kept = draftOf(event);
  if (!kept) goTo(event.locals, `/seminars/${event.params.eventId}/register?d=lost`);
  const done = await submit(event.locals, form, schema, async (input) => input);
  return done.ok ? keep(event, kept.id, { ...kept.draft, ...done.result }) : done.failure;
}

export interface PersonOffers {
  name: Offer | null;
  email: Offer | null;
}

const text = (form: FormData, name: string) => String(form.get(name) ?? '');

/**
 * Puts what the person chose in the place of what she typed, and says what is still to be looked at. A choice counts for the very text it was
 * offered for (`nameFor`, `emailFor`): who types something new is asked anew. `fields`: what name and address are called in this form.
 */
export function takeOffers(form: FormData, fields: { name: string; email: string } = { name: 'name', email: 'email' }): PersonOffers {
  const open = (field: string, find: (typed: string) => Offer | null): Offer | null => {
    const offer = find(text(form, field));
    if (!offer || text(form, `${field}For`) !== text(form, field)) return offer;
    const choice = text(form, `${field}Choice`);
    if (choice === 'keep') return null;
    if (choice !== 'take' || offer.suggestion === null) return offer;
    form.set(field, offer.suggestion);
    return open(field, find);
  };
  return { name: open(fields.name, nameOffer), email: open(fields.email, emailOffer) };
}

/** The person step once more, with something to look at beside the fields. */
export function offerAgain(form: FormData, offers: PersonOffers, refused?: Refused) {
  const values = { name: text(form, 'name'), email: text(form, 'email') };
  return fail(refused?.status ?? 422, { values, problems: refused?.data.problems ?? [], offers });
}
