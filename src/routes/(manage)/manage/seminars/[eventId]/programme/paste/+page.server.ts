import { fail } from '@sveltejs/kit';
import { z } from 'zod';
import { translator } from '#lib/i18n/index.ts';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { problemText } from '#server/http/problems.ts';
import { pasteTalks, previewPaste, showPartForm } from '#server/modules/seminars/index.ts';
import { originalLanguage } from '#routes/original-language.ts';
import type { Actions, PageServerLoad } from './$types';

const Paste = z.object({ sessionId: z.uuid('choice.missing'), text: z.string('field.required').max(200_000) });

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  return showPartForm(locals.ctx, params.eventId, 'talk', null, { sessionId: url.searchParams.get('session') });
};

export const actions: Actions = {
  /** Shows what would become of the rows; a wrong row is named with its number and everything pasted stays. */
  check: async ({ request, locals, params }) => {
    const form = await request.formData();
    const done = await submit(locals, form, Paste, (input) => previewPaste(locals.ctx, params.eventId, input));
    if (!done.ok) return done.failure;
    const t = translator(locals.locale);
    const problems = done.result.problems.map(({ row, code, params: of }) => ({ field: `row.${row}`, text: t('seminars.programme.paste_row', { row, problem: problemText(t, code, of) }) }));
    const values = { text: String(form.get('text')), sessionId: String(form.get('sessionId')) };
    return problems.length > 0 ? fail(422, { values, problems, rows: null }) : { values, problems: [], rows: done.result.rows };
  },
  save: async ({ request, locals, params }) => {
    const form = await request.formData();
    const original = originalLanguage(form.get('original'), locals.locale);
    const done = await submit(locals, form, Paste, (input) => pasteTalks(locals.ctx, params.eventId, original, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/programme?done=pasted`);
  },
};
