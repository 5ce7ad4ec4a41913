import { goTo, needAccount } from '#routes/go.ts';
import { sheetPage } from '#routes/sheet-page.ts';
import { submit } from '#routes/submit.ts';
import { getSheetFor, handInSheet, withdrawSheet } from '#server/modules/competencies/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

/** What was chosen and what was left out, before it is handed in. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const detail = await getSheetFor(locals.ctx, params.sheetId);
  if (detail.sheet.state !== 'open') goTo(locals, `/people/${params.personId}/competencies`);
  const { sheet, name, areas } = sheetPage(detail, locals.locale, null);
  return { sheet, name, areas };
};

export const actions: Actions = {
  hand_in: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => handInSheet(locals.ctx, params.sheetId));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/competencies?handed_in=${done.result}`);
  },
  withdraw: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => withdrawSheet(locals.ctx, params.sheetId));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/competencies`);
  },
};
