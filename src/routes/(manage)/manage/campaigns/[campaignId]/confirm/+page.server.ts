import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { cancelCampaign, closeCampaign, endCollecting, getCampaignDetail } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

const Act = z.enum(['collect', 'close', 'cancel']);
const ABILITIES = { collect: 'runCampaign', close: 'closeCampaign', cancel: 'cancelCampaign' } as const;
const DEEDS = { collect: endCollecting, close: closeCampaign, cancel: cancelCampaign } as const;

/** Asks before collecting ends, the campaign closes, or it is cancelled. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { campaign, may, raters, participants } = await getCampaignDetail(locals.ctx, params.campaignId);
  // Without a choice what comes next.
  const act = Act.safeParse(url.searchParams.get('act')).data ?? Act.options.find((one) => may[ABILITIES[one]].allowed);
  if (!act || !may[ABILITIES[act]].allowed) goTo(locals, `/manage/campaigns/${campaign.id}`);
  return { act, id: campaign.id, title: textIn(campaign.title, locals.locale), people: participants.filter(({ state }) => state !== 'out').length, open: raters.filter(({ state }) => state === 'invited').length, handedIn: raters.filter(({ state }) => state === 'handed_in').length };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), z.object({ act: Act }), ({ act }) => DEEDS[act](locals.ctx, params.campaignId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/campaigns/${params.campaignId}?done=saved`);
  },
};
