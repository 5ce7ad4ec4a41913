import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { actForGiver, actForOneself, endOwnDelegation, ownAssignments, ownDelegations } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

const One = z.object({ delegationId: z.string() });

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const [delegations, own] = await Promise.all([ownDelegations(locals.ctx), ownAssignments(locals.ctx)]);
  return { delegations, mayLend: own.length > 0, done: url.searchParams.get('done') };
};

export const actions: Actions = {
  end: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), One, ({ delegationId }) => endOwnDelegation(locals.ctx, delegationId));
    if (!done.ok) return done.failure;
    goTo(locals, '/account/delegation?done=ended');
  },
  act: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), One, ({ delegationId }) => actForGiver(locals.ctx, delegationId));
    if (!done.ok) return done.failure;
    goTo(locals, '/my-day');
  },
  stop: async ({ locals }) => {
    await actForOneself(locals.ctx);
    goTo(locals, '/account/delegation?done=stopped');
  },
};
