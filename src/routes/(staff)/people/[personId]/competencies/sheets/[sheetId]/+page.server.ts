import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { sheetPage } from '#routes/sheet-page.ts';
import { answerSheet, getSheetFor, SheetAnswers } from '#server/modules/competencies/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** One area of a sheet: what is chosen is kept page by page. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const detail = await getSheetFor(locals.ctx, params.sheetId);
  const base = `/people/${params.personId}/competencies`;
  if (detail.sheet.state !== 'open') goTo(locals, base);
  return sheetPage(detail, locals.locale, url.searchParams.get('area'));
};

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    const form = await request.formData();
    const done = await submit(locals, form, SheetAnswers, (answers) => answerSheet(locals.ctx, params.sheetId, answers));
    if (!done.ok) return done.failure;
    const base = `/people/${params.personId}/competencies/sheets/${params.sheetId}`;
    const { nextArea } = sheetPage(await getSheetFor(locals.ctx, params.sheetId), locals.locale, url.searchParams.get('area'));
    goTo(locals, nextArea === null ? `${base}/review` : `${base}?area=${encodeURIComponent(nextArea)}`);
  },
};
