import { translator } from '#lib/i18n/index.ts';
import { exportItems, ItemFilter } from '#server/modules/assessment/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { format } = params;
  if (format !== 'csv' && format !== 'xlsx' && format !== 'json') throw notFound();
  const file = await exportItems(locals.ctx, ItemFilter.parse(Object.fromEntries(url.searchParams)), format, translator(locals.locale)('assessment.bank'));
  return new Response(file.bytes, { headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' } });
};
