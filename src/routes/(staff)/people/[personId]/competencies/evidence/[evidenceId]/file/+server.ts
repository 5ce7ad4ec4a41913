import { readEvidenceFile } from '#server/modules/competencies/index.ts';
import type { RequestHandler } from './$types';

/** A file of a stranger: saved, never shown, and never run by what it seems to be. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const file = await readEvidenceFile(locals.ctx, params.evidenceId);
  return new Response(file.bytes, {
    headers: { 'content-type': file.mediaType, 'content-disposition': file.disposition, 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'private, no-store' },
  });
};
