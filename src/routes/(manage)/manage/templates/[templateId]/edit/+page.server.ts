import { goTo, needAccount } from '#routes/go.ts';
import { submit, submitMeanwhile } from '#routes/submit.ts';
import { readForm } from '#lib/forms/index.ts';
import { asTemplateForm, changeTemplate, EditTemplate, getTemplateFor } from '#server/modules/credentials/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import { asDataAddress, sampleOf } from '../../sample-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { id, name, kinds, settings, version, pictures, may } = await getTemplateFor(locals.ctx, params.templateId);
  if (!may.edit) throw notFound();
  return { template: { id, name, kinds, settings, version }, pictures };
};

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const done = await submitMeanwhile(locals, await request.formData(), asTemplateForm(EditTemplate), (input) => changeTemplate(locals.ctx, params.templateId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/templates/${params.templateId}?done=saved`);
  },
  show: async ({ request, locals }) => {
    const form = await request.formData();
    const done = await submit(locals, form, plainInput, () => sampleOf(locals, form, 'svg'));
    if (!done.ok) return done.failure;
    return { values: readForm(form).values, sample: asDataAddress(done.result) };
  },
};
