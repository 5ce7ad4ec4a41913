import { needAccount } from '#routes/go.ts';
import { listDuplicatesFor } from '#server/modules/people/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return { pairs: await listDuplicatesFor(locals.ctx), done: url.searchParams.get('done') };
};
