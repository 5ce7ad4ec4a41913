import { secondStepSetup } from '#server/modules/access/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals }) => {
  const { svg } = await secondStepSetup(locals.ctx);
  return new Response(svg, { headers: { 'content-type': 'image/svg+xml', 'cache-control': 'private, no-store' } });
};
