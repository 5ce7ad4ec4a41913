import { goTo, needAccount } from '#routes/go.ts';
import { offerOwnEvidence } from '#server/flows/own-evidence.ts';
import { findProvable } from '#server/modules/competencies/index.ts';
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
    const done = await sendEvidence(locals, request, async (input, file) => ({ id: await offerOwnEvidence(locals.ctx, params.personId, input, file), item: input.item }));
    if (!done.ok) return done.failure;
    const { id, item } = done.result;
    const from = item === undefined ? null : await findProvable(locals.ctx, item);
    goTo(locals, from ? `/people/${from.personId}/plan/${from.planId}/items/${from.id}?done=offered` : `/people/${params.personId}/competencies/evidence/${id}?done=offered`);
  },
};
