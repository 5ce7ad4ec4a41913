import { goTo, needAccount } from '#routes/go.ts';
import { originalLanguage } from '#routes/original-language.ts';
import { submitMeanwhile } from '#routes/submit.ts';
import { changeOrganisation, editOrganisation, mapAreas, ORGANISATION_KINDS, showOrganisation } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { originalOf } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { id, name, version, values, may } = await showOrganisation(locals.ctx, params.organisationId);
  if (!may.edit) throw notFound();
  // The language its name was first written in must stay.
  return { id, name, version, values, original: originalOf(values.name, locals.locale), mayArrange: may.arrange, kinds: ORGANISATION_KINDS, areas: mapAreas(locals.ctx) };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData();
    const original = originalLanguage(form.get('original'), locals.locale);
    const done = await submitMeanwhile(locals, form, editOrganisation(original), (input) => changeOrganisation(locals.ctx, params.organisationId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/organisations/${params.organisationId}?done=saved&draft=organisation-${params.organisationId}`);
  },
};
