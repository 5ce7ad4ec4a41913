import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { readForm } from '#lib/forms/index.ts';
import { addTemplate, asTemplateForm, NewTemplate, openTemplates } from '#server/modules/credentials/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import { asDataAddress, sampleOf } from '../sample-answer.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return openTemplates(locals.ctx);
};

export const actions: Actions = {
  save: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), asTemplateForm(NewTemplate), (input) => addTemplate(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/templates/${done.result}?done=saved`);
  },
  show: async ({ request, locals }) => {
    const form = await request.formData();
    const done = await submit(locals, form, plainInput, () => sampleOf(locals, form, 'svg'));
    if (!done.ok) return done.failure;
    return { values: readForm(form).values, sample: asDataAddress(done.result) };
  },
};
