import { goTo } from '#routes/go.ts';
import { holderCtx, PRIVATE } from '#routes/holder-ctx.ts';
import { rateHead } from '#routes/rate-page.ts';
import { sheetPage } from '#routes/sheet-page.ts';
import { submit } from '#routes/submit.ts';
import { answerCampaignSheet, getCampaignSheet, SheetAnswers, showCampaignSheet } from '#server/modules/competencies/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** One area of a sheet of a campaign, by account or personal link; once it is handed in or over, what became of it. */
export const load: PageServerLoad = async ({ locals, params, cookies, url, setHeaders }) => {
  setHeaders(PRIVATE);
  const ctx = await holderCtx(locals, cookies, params.raterId);
  if (ctx.actor.kind === 'visitor') goTo(locals, `/sign-in?next=${encodeURIComponent(locals.path + url.search)}`);
  const { outcome, sheet } = await showCampaignSheet(ctx, params.raterId);
  const isLink = ctx.actor.kind === 'link';
  return { outcome, isLink, page: sheet && { ...sheetPage(sheet, locals.locale, url.searchParams.get('area')), ...rateHead(sheet, locals.locale) } };
};

export const actions: Actions = {
  default: async ({ request, locals, params, cookies, url }) => {
    const ctx = await holderCtx(locals, cookies, params.raterId);
    const done = await submit(locals, await request.formData(), SheetAnswers, (answers) => answerCampaignSheet(ctx, params.raterId, answers));
    if (!done.ok) return done.failure;
    const { nextArea } = sheetPage(await getCampaignSheet(ctx, params.raterId), locals.locale, url.searchParams.get('area'));
    const base = `/rate/${params.raterId}`;
    goTo(locals, nextArea === null ? `${base}/review` : `${base}?area=${encodeURIComponent(nextArea)}`);
  },
};
