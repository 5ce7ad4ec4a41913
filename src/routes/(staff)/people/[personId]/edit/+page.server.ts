import { goTo, needAccount } from '#routes/go.ts';
import { submitMeanwhile } from '#routes/submit.ts';
import { changePerson, PersonInput, showPerson } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { id, name, version, values, otherNames, may } = await showPerson(locals.ctx, params.personId);
  if (!may.edit) throw notFound();
  return { id, name, version, values, otherNames };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submitMeanwhile(locals, await request.formData(), PersonInput, (input) => changePerson(locals.ctx, params.personId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}?done=saved&draft=person-${params.personId}`);
  },
};
