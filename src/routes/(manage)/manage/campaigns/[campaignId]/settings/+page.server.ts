import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { CampaignInput, changeCampaign, getCampaignDetail } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { competencyChoices } from '../../campaign-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** The settings of a draft. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { campaign, may } = await getCampaignDetail(locals.ctx, params.campaignId);
  if (!may.editCampaign.allowed) goTo(locals, `/manage/campaigns/${campaign.id}`);
  const { title, note, closesOn, kinds, peers, anonymous, minimumGroup, breadth, competencyIds, remindDays, revision } = campaign;
  return { id: campaign.id, name: textIn(title, locals.locale), revision, settings: { title, note, closesOn, kinds, peers, anonymous, minimumGroup, breadth, competencyIds, remindDays }, competencies: await competencyChoices(locals, campaign.versionId) };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), CampaignInput, (input) => changeCampaign(locals.ctx, params.campaignId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/campaigns/${params.campaignId}?done=saved`);
  },
};
