import { needAccount } from '#routes/go.ts';
import { campaignOrganisations, listCampaignsFor } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { PageServerLoad } from './$types';

/** Campaigns of the organisations the reader keeps. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const campaigns = await listCampaignsFor(locals.ctx);
  return {
    campaigns: campaigns.map((one) => ({ id: one.id, title: textIn(one.title, locals.locale), organisation: textIn(one.organisationName, locals.locale), state: one.state, closesOn: one.closesOn, participants: one.participants, raters: one.raters, handedIn: one.handedIn })),
    mayAdd: (await campaignOrganisations(locals.ctx)).length > 0,
  };
};
