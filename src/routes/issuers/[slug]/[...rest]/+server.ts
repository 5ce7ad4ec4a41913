import { networkCtx } from '#routes/network-ctx.ts';
import { issuerDocument, LIST_TTL, readIssuerPath, statusListCredential } from '#server/modules/credentials/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { RequestHandler } from './$types';

/** What other people's software reads of an issuer: its keys, and the lists of what is revoked or suspended. Anybody may, from anywhere. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const asked = readIssuerPath(params.rest);
  const ctx = await networkCtx(locals, params.slug);
  if (!asked || !ctx) throw notFound();
  const headers = { 'access-control-allow-origin': '*', 'cache-control': `public, max-age=${LIST_TTL / 1000}` };
  if (asked.what === 'keys') {
    const document = await issuerDocument(ctx, asked.series, url.host);
    return new Response(JSON.stringify(document), { headers: { ...headers, 'content-type': 'application/did+json' } });
  }
  const document = await statusListCredential(ctx, asked.series, url.host, asked.seq, asked.purpose);
  return new Response(document, { headers: { ...headers, 'content-type': 'application/vc' } });
};
