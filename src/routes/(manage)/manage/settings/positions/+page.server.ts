import { needAccount } from '#routes/go.ts';
import { showPositions } from '#server/modules/people/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return { positions: await showPositions(locals.ctx), done: url.searchParams.get('done') };
};
