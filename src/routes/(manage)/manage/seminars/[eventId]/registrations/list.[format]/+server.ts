import { notFound } from '#server/platform/errors.ts';
import { exportRegistrationsFor, readRegistrationFilter } from '#server/modules/seminars/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { format } = params;
  if (format !== 'xlsx' && format !== 'csv') throw notFound();
  const file = await exportRegistrationsFor(locals.ctx, params.eventId, readRegistrationFilter(url.searchParams), format);
  return new Response(file.bytes, {
    headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' },
  });
};
