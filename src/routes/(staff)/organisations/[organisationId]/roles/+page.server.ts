import { needAccount } from '#routes/go.ts';
import { listRolesAtFor } from '#server/modules/access/index.ts';
import { organisationName } from '#server/flows/organisation-roles.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { organisationId } = params;
  return { organisationId, name: await organisationName(locals.ctx, organisationId), ...(await listRolesAtFor(locals.ctx, organisationId)), done: url.searchParams.get('done') };
};
