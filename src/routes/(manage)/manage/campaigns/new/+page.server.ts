import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { addCampaign, campaignOrganisations, campaignVersions, NewCampaign } from '#server/modules/competencies/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import { competencyChoices, firstSettings } from '../campaign-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** A new campaign by the version that is chosen; without a choice the first one. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const [organisations, versions] = [await campaignOrganisations(locals.ctx), await campaignVersions(locals.ctx)];
  const version = versions.find(({ id }) => id === url.searchParams.get('version')) ?? versions[0];
  if (organisations.length === 0 || !version) throw notFound();
  const say = (text: Parameters<typeof textIn>[0]) => textIn(text, locals.locale);
  return {
    versions: versions.map(({ id, title }) => ({ value: id, text: say(title) })),
    versionId: version.id,
    organisations: organisations.map(({ id, name }) => ({ value: id, text: say(name) })),
    competencies: await competencyChoices(locals, version.id),
    settings: firstSettings(addDays(localDate(locals.ctx.clock.now(), 'UTC'), 14)),
  };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), NewCampaign, (input) => addCampaign(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/campaigns/${done.result}/audience`);
  },
};
