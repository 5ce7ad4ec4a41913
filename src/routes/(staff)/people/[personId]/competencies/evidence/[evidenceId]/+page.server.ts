import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { AcceptEvidence, acceptEvidence, getEvidenceFor, ReturnEvidence, returnEvidence, withdrawEvidence } from '#server/modules/competencies/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** One piece of evidence: what it is, what it shows, and what was said of it. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { person, piece } = await getEvidenceFor(locals.ctx, params.evidenceId);
  const { locale } = locals;
  return {
    person: { id: person.personId, name: [person.familyName, person.givenName].filter(Boolean).join(' '), organisation: person.organisationName ? textIn(person.organisationName, locale) : '' },
    piece: {
      ...piece,
      title: textIn(piece.title, locale),
      may: { change: piece.may.change.allowed, withdraw: piece.may.withdraw.allowed, review: piece.may.review.allowed },
      shows: piece.shows.map((one) => ({ ...one, title: textIn(one.title, locale), steps: one.steps.map(({ step, label }) => ({ value: String(step), text: `${step} ${textIn(label, locale)}` })) })),
    },
    done: url.searchParams.get('done'),
    count: Number(/^\d{1,2}$/.exec(url.searchParams.get('count') ?? '')?.[0] ?? 0),
  };
};

const at = (personId: string, id: string) => `/people/${personId}/competencies/evidence/${id}`;

export const actions: Actions = {
  accept: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), AcceptEvidence, (input) => acceptEvidence(locals.ctx, params.evidenceId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `${at(params.personId, params.evidenceId)}?done=accepted&count=${done.result}`);
  },
  return: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), ReturnEvidence, (input) => returnEvidence(locals.ctx, params.evidenceId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `${at(params.personId, params.evidenceId)}?done=returned`);
  },
  withdraw: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => withdrawEvidence(locals.ctx, params.evidenceId));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/competencies/evidence?done=withdrawn`);
  },
};
