import { goTo, needAccount } from '#routes/go.ts';
import { listStaffFor } from '#server/flows/network-settings.ts';
import { endRoleAssignment } from '#server/modules/access/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const role = (await listStaffFor(locals.ctx, '')).roles.find(({ id }) => id === params.assignmentId);
  if (!role) throw notFound();
  return { role };
};

export const actions: Actions = {
  default: async ({ locals, params }) => {
    await endRoleAssignment(locals.ctx, params.assignmentId);
    goTo(locals, '/manage/settings/roles?done=ended');
  },
};
