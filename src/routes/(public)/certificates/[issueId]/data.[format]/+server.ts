import { mayOpen } from '#routes/certificate-holder.ts';
import { credentialFileFor } from '#server/modules/credentials/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { attachment } from '#server/platform/tabular/export.ts';
import type { RequestHandler } from './$types';

/** The same certificate for software: signed data, or a badge that holds them. */
export const GET: RequestHandler = async ({ locals, params: { issueId, format }, cookies }) => {
  if (format !== 'json' && format !== 'png') throw notFound();
  const { bytes, type, filename } = await credentialFileFor(locals.ctx, issueId, format, mayOpen(locals, cookies));
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': type, 'content-disposition': attachment(filename), 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' },
  });
};
