import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { changeOrganisation, EditOrganisation, mapAreas, ORGANISATION_KINDS, showOrganisation } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { id, name, version, values, may } = await showOrganisation(locals.ctx, params.organisationId);
  if (!may.edit) throw notFound();
  return { id, name, version, values, mayArrange: may.arrange, kinds: ORGANISATION_KINDS, areas: mapAreas(locals.ctx) };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), EditOrganisation, (input) => changeOrganisation(locals.ctx, params.organisationId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/organisations/${params.organisationId}?done=saved&draft=organisation-${params.organisationId}`);
  },
};
