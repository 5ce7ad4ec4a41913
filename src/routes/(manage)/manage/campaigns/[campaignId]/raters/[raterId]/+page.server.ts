import { goTo, needAccount } from '#routes/go.ts';
import { sheetPage } from '#routes/sheet-page.ts';
import { submit } from '#routes/submit.ts';
import { getPaperSheet, keyInSheet, SheetAnswers } from '#server/modules/competencies/index.ts';
import { tick } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** A sheet that came on paper, keyed in area by area. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const detail = await getPaperSheet(locals.ctx, params.raterId);
  const { rater, campaign, answered, total } = detail;
  return { ...sheetPage(detail, locals.locale, url.searchParams.get('area')), rater: { id: rater.id, kind: rater.kind, name: rater.name ?? '' }, campaign: { id: campaign.id, title: textIn(campaign.title, locals.locale) }, participantId: rater.participantId, answered, total };
};

const Paper = SheetAnswers.extend({ isWhole: tick });

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    const before = await getPaperSheet(locals.ctx, params.raterId);
    const done = await submit(locals, await request.formData(), Paper, ({ isWhole, ...answers }) => keyInSheet(locals.ctx, params.raterId, answers, isWhole));
    if (!done.ok) return done.failure;
    const { nextArea } = sheetPage(before, locals.locale, url.searchParams.get('area'));
    const base = `/manage/campaigns/${params.campaignId}`;
    if (nextArea === null) goTo(locals, `${base}/people/${before.rater.participantId}?done=saved`);
    goTo(locals, `${base}/raters/${params.raterId}?area=${encodeURIComponent(nextArea)}`);
  },
};
