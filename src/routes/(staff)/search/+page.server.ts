import { needAccount } from '#routes/go.ts';
import { searchFor } from '#server/modules/people/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const q = (url.searchParams.get('q') ?? '').trim().slice(0, 120);
  return { q, found: await searchFor(locals.ctx, q) };
};
