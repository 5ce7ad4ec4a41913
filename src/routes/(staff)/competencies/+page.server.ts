import { needAccount } from '#routes/go.ts';
import { headsSomebody, keepsFrameworks, reviewsEvidence, runsCampaigns } from '#server/modules/competencies/index.ts';
import { ownPersonId } from '#server/modules/people/index.ts';
import type { PageServerLoad } from './$types';

/** Where everything about competencies begins. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const { actor, ctx } = locals;
  return { ownPersonId: await ownPersonId(ctx), keeps: keepsFrameworks(actor, ctx.networkId), heads: headsSomebody(ctx), reviews: reviewsEvidence(ctx), runsCampaigns: runsCampaigns(actor, ctx.networkId) };
};
