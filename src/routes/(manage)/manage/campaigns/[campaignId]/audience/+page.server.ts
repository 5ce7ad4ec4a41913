import { goTo, needAccount } from '#routes/go.ts';
import { nameOf } from '#routes/campaign-words.ts';
import { submit } from '#routes/submit.ts';
import { AudienceInput, audienceChoices, changeAudience, choosePerson, PersonChoice } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

const SHOWN = 100;

/** Who takes part: by a rule, and single people by hand. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const find = (url.searchParams.get('find') ?? '').trim().slice(0, 100);
  const { campaign, may, preview, organisations, positions, kinds, found } = await audienceChoices(locals.ctx, params.campaignId, find);
  if (!may.editCampaign.allowed && !may.runCampaign.allowed) goTo(locals, `/manage/campaigns/${campaign.id}`);
  const say = (text: Parameters<typeof textIn>[0] | null) => (text ? textIn(text, locals.locale) : '');
  return {
    campaign: { id: campaign.id, title: say(campaign.title), revision: campaign.revision, audience: campaign.audience, isDraft: may.editCampaign.allowed },
    organisations: organisations.map(({ id, name }) => ({ value: id, text: say(name) })),
    positions: positions.map(({ id, name }) => ({ value: id, text: say(name) })),
    kinds,
    counts: { total: preview.total, noAccount: preview.noAccount, noProfile: preview.noProfile, noHead: preview.noHead },
    people: preview.people.slice(0, SHOWN).map((one) => ({ id: one.personId, name: nameOf(one), post: say(one.positionName), organisation: say(one.organisationName), noAccount: one.accountId === null, noProfile: one.profileId === null })),
    takenOut: preview.takenOut.map((one) => ({ id: one.personId, name: nameOf(one) })),
    find,
    found: found.map((one) => ({ value: one.personId, text: [nameOf(one), say(one.organisationName)].filter(Boolean).join(', ') })),
    done: url.searchParams.get('done'),
  };
};

export const actions: Actions = {
  rule: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), AudienceInput, (input) => changeAudience(locals.ctx, params.campaignId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/campaigns/${params.campaignId}/audience?done=saved`);
  },
  person: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), PersonChoice, ({ personId, isIn }) => choosePerson(locals.ctx, params.campaignId, personId, isIn));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/campaigns/${params.campaignId}/audience?done=saved`);
  },
};
