import { needAccount } from '#routes/go.ts';
import { showStaffing } from '#server/modules/people/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  return { ...(await showStaffing(locals.ctx, params.organisationId)), done: url.searchParams.get('done') };
};
