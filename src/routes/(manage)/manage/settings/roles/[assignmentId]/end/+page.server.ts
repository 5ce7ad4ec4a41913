import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { listStaffFor } from '#server/flows/network-settings.ts';
import { endRoleAssignment } from '#server/modules/access/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const role = (await listStaffFor(locals.ctx, '')).roles.find(({ id }) => id === params.assignmentId);
  if (!role) throw notFound();
  return { role };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => endRoleAssignment(locals.ctx, params.assignmentId));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/settings/roles?done=ended');
  },
};
