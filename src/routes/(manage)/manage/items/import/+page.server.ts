import { z } from 'zod';
import { translator } from '#lib/i18n/index.ts';
import { needAccount } from '#routes/go.ts';
import { submit, tooLargeToRead } from '#routes/submit.ts';
import { problemText } from '#server/http/problems.ts';
import { bankCompetencies, importItems, ITEM_FILE_MOST_BYTES } from '#server/modules/assessment/index.ts';
import { invalid } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  await bankCompetencies(locals.ctx);
  return { maxBytes: ITEM_FILE_MOST_BYTES };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const tooLarge = tooLargeToRead(locals, request, 'file', ITEM_FILE_MOST_BYTES);
    if (tooLarge) return tooLarge;
    const done = await submit(locals, await request.formData(), z.object({ file: z.instanceof(File).optional() }), async ({ file }) => {
      if (!file || file.size === 0) throw invalid('file', 'field.required');
      return importItems(locals.ctx, new Uint8Array(await file.arrayBuffer()));
    });
    if (!done.ok) return done.failure;
    const t = translator(locals.locale);
    const { problems, ...counts } = done.result;
    return { counts, rows: problems.map(({ row, item, field, code, params }) => ({ row, item, field, text: problemText(t, code, params) })) };
  },
};
