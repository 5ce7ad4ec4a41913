import { needAccount } from '#routes/go.ts';
import { PoliciesFilter, POLICY_COLUMNS, readPolicies } from '#server/modules/access/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const filter = PoliciesFilter.parse(Object.fromEntries(url.searchParams));
  return { filter, columns: POLICY_COLUMNS, policies: await readPolicies(locals.ctx, filter) };
};
