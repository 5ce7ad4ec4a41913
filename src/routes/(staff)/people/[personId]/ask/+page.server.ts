import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { askForChange, KeptDetails, showPerson, withdrawRequest } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { id, name, values, request, may } = await showPerson(locals.ctx, params.personId);
  if (!may.askChange) throw notFound();
  if (request) goTo(locals, `/people/${params.personId}`);
  return { id, name, values };
};

export const actions: Actions = {
  ask: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), KeptDetails, (input) => askForChange(locals.ctx, params.personId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}?done=asked&draft=ask-${params.personId}`);
  },
  withdraw: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => withdrawRequest(locals.ctx, params.personId));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}?done=withdrawn`);
  },
};
