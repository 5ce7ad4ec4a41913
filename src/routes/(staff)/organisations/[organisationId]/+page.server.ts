import { needAccount } from '#routes/go.ts';
import { showOrganisation } from '#server/modules/people/index.ts';
import { listRolesAt } from '#server/flows/organisation-roles.ts';
import { givesRolesAt } from '#server/modules/access/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const organisation = await showOrganisation(locals.ctx, params.organisationId);
  const mayGiveRoles = organisation.closedOn === null && givesRolesAt(locals.ctx, [...organisation.above.map(({ id }) => id), organisation.id]);
  return { organisation, mayGiveRoles, roles: await listRolesAt(locals.ctx, organisation.id, organisation.may.readStaff), done: url.searchParams.get('done'), draft: url.searchParams.get('draft') };
};
