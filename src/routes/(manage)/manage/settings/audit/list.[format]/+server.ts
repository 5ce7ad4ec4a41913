import { AuditFilter, exportAuditFor } from '#server/modules/access/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
  if (params.format !== 'csv' && params.format !== 'xlsx') throw notFound();
  const file = await exportAuditFor(locals.ctx, AuditFilter.parse(Object.fromEntries(url.searchParams)), params.format);
  return new Response(file.bytes, {
    headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' },
  });
};
