import { goTo, needAccount } from '#routes/go.ts';
import { submit, submitMeanwhile } from '#routes/submit.ts';
import { EducationInput, removeEducation, saveEducation, showPerson } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { id, name, educations, may } = await showPerson(locals.ctx, params.personId);
  const row = educations.find((one) => one.id === params.educationId) ?? null;
  if (!may.edit || (row === null && params.educationId !== 'new')) throw notFound();
  return { id, name, row };
};

export const actions: Actions = {
  save: async ({ request, locals, params: { personId, educationId } }) => {
    const done = await submitMeanwhile(locals, await request.formData(), EducationInput, (input) => saveEducation(locals.ctx, personId, educationId === 'new' ? null : educationId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${personId}?done=saved`);
  },
  remove: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => removeEducation(locals.ctx, params.personId, params.educationId));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}?done=removed`);
  },
};
