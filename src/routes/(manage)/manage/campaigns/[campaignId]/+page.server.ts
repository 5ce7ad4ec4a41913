import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { campaignOverview, extendCampaign, Extension, startCampaign } from '#server/modules/competencies/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import { nameOf } from '#routes/campaign-words.ts';
import type { Actions, PageServerLoad } from './$types';

const SHOWN = 50;

/** One campaign: what it asks, how far it is, who takes part, what comes next. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const from = Math.max(0, Number(/^\d{1,5}$/.exec(url.searchParams.get('from') ?? '')?.[0] ?? 0));
  const { campaign, may, people, progress, totals, preview, members } = await campaignOverview(locals.ctx, params.campaignId);
  const say = (text: Parameters<typeof textIn>[0] | null) => (text ? textIn(text, locals.locale) : '');
  const { id, state, closesOn, kinds, peers, anonymous, minimumGroup, breadth, remindDays, revision } = campaign;
  return {
    campaign: { id, state, closesOn, kinds, peers, anonymous, minimumGroup, breadth, remindDays, revision, asked: campaign.competencyIds.length, title: say(campaign.title), note: say(campaign.note), organisation: say(campaign.organisationName), framework: say(campaign.versionTitle), isRetired: campaign.versionState === 'retired' },
    may: { edit: may.editCampaign.allowed, start: may.startCampaign.allowed, run: may.runCampaign.allowed, calibrate: may.calibrate.allowed, close: may.closeCampaign.allowed, cancel: may.cancelCampaign.allowed },
    ...{ totals, preview, members },
    progress: progress.map((one) => ({ ...one, name: say(one.name) })),
    people: people.slice(from, from + SHOWN).map(({ participant, ...one }) => ({ id: participant.id, name: nameOf(participant), organisation: say(participant.organisationName), state: participant.state, leftOut: participant.leftOut, ...one })),
    pages: { from, total: people.length, shown: SHOWN },
    done: url.searchParams.get('done'),
  };
};

export const actions: Actions = {
  start: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => startCampaign(locals.ctx, params.campaignId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/campaigns/${params.campaignId}?done=started`);
  },
  extend: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Extension, (input) => extendCampaign(locals.ctx, params.campaignId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/campaigns/${params.campaignId}?done=saved`);
  },
};
