import { goTo, needAccount } from '#routes/go.ts';
import { changedRows } from '#routes/form-rows.ts';
import { submit } from '#routes/submit.ts';
import { addFramework, keptOrganisations, listFrameworksFor, NewFramework, titleOf } from '#server/modules/competencies/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const organisations = await keptOrganisations(locals.ctx);
  if (organisations.length === 0) throw notFound();
  const scales = (await listFrameworksFor(locals.ctx)).flatMap(({ versions }) => versions.slice(0, 1));
  return {
    organisations: organisations.map(({ id, name }) => ({ value: id, text: textIn(name, locals.locale) })),
    scales: scales.map((version) => ({ value: version.id, text: titleOf(version, locals.locale).text })),
  };
};

export const actions: Actions = {
  add: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), NewFramework, (input) => addFramework(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/frameworks/${done.result}?done=saved`);
  },
  rows: async ({ request }) => changedRows(await request.formData(), 'sources'),
};
