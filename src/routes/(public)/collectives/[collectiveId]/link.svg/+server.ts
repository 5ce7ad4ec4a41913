import { holderCtx } from '#routes/holder-ctx.ts';
import { collectiveQr } from '#server/modules/seminars/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, cookies }) => {
  const { svg } = await collectiveQr(await holderCtx(locals, cookies, params.collectiveId), params.collectiveId);
  return new Response(svg, { headers: { 'content-type': 'image/svg+xml', 'cache-control': 'private, no-store' } });
};
