import { needAccount } from '#routes/go.ts';
import { showOrganisationChanges } from '#server/modules/people/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  return { id: params.organisationId, ...(await showOrganisationChanges(locals.ctx, params.organisationId)) };
};
