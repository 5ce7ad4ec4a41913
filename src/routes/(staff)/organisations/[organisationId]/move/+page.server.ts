import { goTo, needAccount } from '#routes/go.ts';
import { submitMeanwhile } from '#routes/submit.ts';
import { moveOrganisation, MoveOrganisation, organisationsOpenTo, showOrganisation } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { id, name, version, may, above, today, children } = await showOrganisation(locals.ctx, params.organisationId);
  if (!may.arrange) throw notFound();
  const parents = (await organisationsOpenTo(locals.ctx, 'addBelow')).filter(({ value }) => value !== id);
  return { id, name, version, parent: above.at(-1) ?? null, parents, today, below: children.length };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submitMeanwhile(locals, await request.formData(), MoveOrganisation, (input) => moveOrganisation(locals.ctx, params.organisationId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/organisations/${params.organisationId}?done=moved`);
  },
};
