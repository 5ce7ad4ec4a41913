import { needAccount } from '#routes/go.ts';
import { listStaffFor } from '#server/flows/network-settings.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const q = (url.searchParams.get('q') ?? '').slice(0, 120);
  return { q, staff: await listStaffFor(locals.ctx, q), done: url.searchParams.get('done'), mail: url.searchParams.get('mail') };
};
