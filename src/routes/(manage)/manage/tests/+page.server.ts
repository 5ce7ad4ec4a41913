import { needAccount } from '#routes/go.ts';
import { listTestsFor } from '#server/modules/assessment/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return { tests: await listTestsFor(locals.ctx) };
};
