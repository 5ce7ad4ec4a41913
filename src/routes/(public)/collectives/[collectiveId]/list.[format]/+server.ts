import { holderCtx } from '#routes/holder-ctx.ts';
import { notFound } from '#server/platform/errors.ts';
import { exportNames, readNameFilter } from '#server/modules/seminars/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url, cookies }) => {
  const { format } = params;
  if (format !== 'xlsx' && format !== 'csv') throw notFound();
  const ctx = await holderCtx(locals, cookies, params.collectiveId);
  const file = await exportNames(ctx, params.collectiveId, readNameFilter(url.searchParams), format);
  return new Response(file.bytes, {
    headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' },
  });
};
