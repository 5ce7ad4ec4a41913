import { needAccount } from '#routes/go.ts';
import { LEAST_ATTEMPTS, testFigures } from '#server/modules/assessment/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  return { id: params.testId, least: LEAST_ATTEMPTS, ...(await testFigures(locals.ctx, params.testId)) };
};
