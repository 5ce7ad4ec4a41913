import { goTo, needAccount } from '#routes/go.ts';
import { listStaffFor } from '#server/flows/network-settings.ts';
import { resetRefusal, resetSecondStep } from '#server/modules/access/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { Actions, PageServerLoad } from './$types';

async function holderOf(ctx: Ctx, assignmentId: string) {
  const role = (await listStaffFor(ctx, '')).roles.find(({ id }) => id === assignmentId);
  if (!role) throw notFound();
  return role;
}

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { accountId, name } = await holderOf(locals.ctx, params.assignmentId);
  return { name, refusal: await resetRefusal(locals.ctx, accountId) };
};

export const actions: Actions = {
  default: async ({ locals, params }) => {
    await resetSecondStep(locals.ctx, (await holderOf(locals.ctx, params.assignmentId)).accountId);
    goTo(locals, '/manage/settings/roles?done=second-step');
  },
};
