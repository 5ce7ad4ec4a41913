import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { organisationName } from '#server/flows/organisation-roles.ts';
import { giveRoleAt, listCandidates, listRolesAtFor, NewRoleAt } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { organisationId } = params;
  const { mayGive } = await listRolesAtFor(locals.ctx, organisationId);
  const [name, people] = await Promise.all([organisationName(locals.ctx, organisationId), listCandidates(locals.ctx, organisationId)]);
  return { organisationId, name, mayGive, people };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), NewRoleAt, (input) => giveRoleAt(locals.ctx, params.organisationId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/organisations/${params.organisationId}/roles?done=given`);
  },
};
