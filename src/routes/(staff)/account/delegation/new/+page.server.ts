import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { organisationNames } from '#server/flows/network-settings.ts';
import { delegate, NewDelegation, ownAssignments } from '#server/modules/access/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const own = await ownAssignments(locals.ctx);
  if (own.length === 0) throw notFound();
  const names = await organisationNames(locals.ctx);
  return { assignments: own.map((one) => ({ ...one, organisation: names.get(one.scopeId ?? '') ?? null })) };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), NewDelegation, (input) => delegate(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, '/account/delegation?done=given');
  },
};
