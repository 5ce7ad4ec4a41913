import { needAccount } from '#routes/go.ts';
import { districtMap, readTree } from '#server/modules/people/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const tree = await readTree(locals.ctx);
  return { ...tree, map: districtMap(locals.ctx, tree.roots), done: url.searchParams.get('done') };
};
