import { needAccount } from '#routes/go.ts';
import { keepsFrameworks, runsCampaigns } from '#server/modules/competencies/index.ts';
import { ownPersonId } from '#server/modules/people/index.ts';
import type { PageServerLoad } from './$types';

/** Where everything about competencies begins. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return { ownPersonId: await ownPersonId(locals.ctx), keeps: keepsFrameworks(locals.actor, locals.ctx.networkId), runsCampaigns: runsCampaigns(locals.actor, locals.ctx.networkId) };
};
