import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { addOrganisation, mapAreas, newOrganisation, ORGANISATION_KINDS, organisationsOpenTo } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const parents = await organisationsOpenTo(locals.ctx, 'addBelow');
  if (parents.length === 0) throw notFound();
  return { parents, parent: url.searchParams.get('parent'), kinds: ORGANISATION_KINDS, areas: mapAreas(locals.ctx), country: locals.network?.country ?? '' };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), newOrganisation(locals.locale), (input) => addOrganisation(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/organisations/${done.result}?done=added&draft=organisation-new`);
  },
};
