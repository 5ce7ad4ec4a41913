import { exportFramework } from '#server/modules/competencies/index.ts';
import type { RequestHandler } from './$types';

/** A version as a file: `export.case.json`, `export.csv`, `export.xlsx`. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const file = await exportFramework(locals.ctx, params.versionId, params.format);
  return new Response(file.bytes, { headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' } });
};
