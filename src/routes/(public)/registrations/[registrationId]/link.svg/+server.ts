import { holderCtx } from '#routes/holder-ctx.ts';
import { registrationQr } from '#server/modules/seminars/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, cookies }) => {
  const { svg } = await registrationQr(await holderCtx(locals, cookies, params.registrationId), params.registrationId, 'view');
  return new Response(svg, { headers: { 'content-type': 'image/svg+xml', 'cache-control': 'private, no-store' } });
};
