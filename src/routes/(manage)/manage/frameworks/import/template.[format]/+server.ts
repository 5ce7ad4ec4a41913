import { exportFrameworkTemplate } from '#server/modules/competencies/index.ts';
import type { RequestHandler } from './$types';

/** A table to be filled in. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const file = await exportFrameworkTemplate(locals.ctx, params.format);
  return new Response(file.bytes, { headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' } });
};
