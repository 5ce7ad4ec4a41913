import { selfCheckAnswer } from '#server/modules/credentials/index.ts';
import type { RequestHandler } from './$types';

/** Proves to ourselves that a public address leads here; see the self-check on the settings page. */
export const GET: RequestHandler = ({ locals, url }) => {
  const answer = selfCheckAnswer(locals.platform, url.searchParams.get('nonce') ?? '', url.protocol);
  return new Response(answer ?? 'not found\n', {
    status: answer === null ? 404 : 200,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
};
