import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { organisationName } from '#server/flows/organisation-roles.ts';
import { changeRoleAt, endRoleAt, readRoleAt, RoleDates } from '#server/modules/access/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { organisationId, roleId } = params;
  const role = await readRoleAt(locals.ctx, organisationId, roleId);
  return { organisationId, name: await organisationName(locals.ctx, organisationId), role };
};

export const actions: Actions = {
  dates: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), RoleDates, (input) => changeRoleAt(locals.ctx, params.organisationId, params.roleId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/organisations/${params.organisationId}/roles?done=changed`);
  },
  end: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => endRoleAt(locals.ctx, params.organisationId, params.roleId));
    if (!done.ok) return done.failure;
    goTo(locals, `/organisations/${params.organisationId}/roles?done=ended`);
  },
};
