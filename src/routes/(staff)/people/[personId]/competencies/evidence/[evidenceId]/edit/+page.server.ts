import { goTo, needAccount } from '#routes/go.ts';
import { mendOwnEvidence } from '#server/flows/own-evidence.ts';
import { getEvidenceFor } from '#server/modules/competencies/index.ts';
import { evidenceFormPage, sendEvidence } from '../../evidence-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** A piece that was returned, or that nobody has reviewed yet, is mended and offered again. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { person, piece } = await getEvidenceFor(locals.ctx, params.evidenceId);
  if (!piece.may.change.allowed) goTo(locals, `/people/${person.personId}/competencies/evidence/${params.evidenceId}`);
  return evidenceFormPage(locals, person.personId, url, piece);
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await sendEvidence(locals, request, (input, file) => mendOwnEvidence(locals.ctx, params.evidenceId, input, file));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/competencies/evidence/${params.evidenceId}?done=offered`);
  },
};
