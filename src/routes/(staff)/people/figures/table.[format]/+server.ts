import { exportFiguresFor } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  if (params.format !== 'csv' && params.format !== 'xlsx') throw notFound();
  const file = await exportFiguresFor(locals.ctx, params.format);
  return new Response(file.bytes, {
    headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' },
  });
};
