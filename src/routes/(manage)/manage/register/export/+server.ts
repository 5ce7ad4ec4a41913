import { exportRegisterFor, RegisterFilter } from '#server/modules/credentials/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const format = url.searchParams.get('format') === 'csv' ? 'csv' : 'xlsx';
  const filter = RegisterFilter.parse(Object.fromEntries(url.searchParams));
  const file = await exportRegisterFor(locals.ctx, filter, format);
  return new Response(file.bytes, {
    headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' },
  });
};
