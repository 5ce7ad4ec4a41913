import { needAccount } from '#routes/go.ts';
import { listJobsFor } from '#server/modules/access/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return { jobs: await listJobsFor(locals.ctx) };
};
