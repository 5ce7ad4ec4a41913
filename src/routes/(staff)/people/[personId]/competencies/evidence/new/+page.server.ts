import { goTo, needAccount } from '#routes/go.ts';
import { offerOwnEvidence } from '#server/flows/own-evidence.ts';
import { evidenceFormPage, sendEvidence } from '../evidence-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** One offers something that shows what one can do. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  return evidenceFormPage(locals, params.personId, url, null);
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await sendEvidence(locals, request, (input, file) => offerOwnEvidence(locals.ctx, params.personId, input, file));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/competencies/evidence/${done.result}?done=offered`);
  },
};
