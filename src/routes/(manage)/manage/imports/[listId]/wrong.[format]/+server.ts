import { fieldLabel, problemLine } from '#routes/import-words.ts';
import { translator } from '#lib/i18n/index.ts';
import { exportWrongRows } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  if (params.format !== 'csv' && params.format !== 'xlsx') throw notFound();
  const t = translator(locals.locale);
  const file = await exportWrongRows(locals.ctx, params.listId, params.format, {
    title: t('imports.report.title'),
    wrong: t('imports.report.wrong'),
    problem: (problem) => problemLine(t, problem),
    field: (field) => fieldLabel(t, field),
  });
  return new Response(file.bytes, { headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' } });
};
