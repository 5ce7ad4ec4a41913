import { translator } from '#lib/i18n/index.ts';
import { exportFigures } from '#server/modules/assessment/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { format } = params;
  if (format !== 'csv' && format !== 'xlsx') throw notFound();
  const t = translator(locals.locale);
  const file = await exportFigures(locals.ctx, params.testId, format, {
    code: t('ui.field.code'),
    version: t('assessment.version'),
    type: t('assessment.type'),
    stem: t('assessment.stem'),
    answers: t('assessment.answers'),
    difficulty: t('assessment.difficulty'),
    discrimination: t('assessment.discrimination'),
    options: t('assessment.option_counts'),
    typeOf: (type) => t(`assessment.type_${type}`),
  });
  return new Response(file.bytes, { headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' } });
};
