import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { confirmChange, Decline, declineChange, showPerson } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { id, name, request, may } = await showPerson(locals.ctx, params.personId);
  if (!may.decideChange || !request) throw notFound();
  return { id, name, request };
};

export const actions: Actions = {
  confirm: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => confirmChange(locals.ctx, params.personId));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}?done=confirmed`);
  },
  decline: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Decline, (input) => declineChange(locals.ctx, params.personId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}?done=declined`);
  },
};
