import { goTo, needAccount } from '#routes/go.ts';
import { changedRows } from '#routes/form-rows.ts';
import { submit } from '#routes/submit.ts';
import { changeScale, scaleIsUsed, ScaleInput } from '#server/modules/competencies/index.ts';
import { draftOf } from '../../editor.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { version, head } = await draftOf(locals, params.versionId);
  return { head, steps: [...version.steps].sort((a, b) => a.step - b.step), isUsed: await scaleIsUsed(locals.ctx, version.id), done: url.searchParams.get('done') };
};

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), ScaleInput, (input) => changeScale(locals.ctx, params.versionId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/frameworks/${params.versionId}/scale?done=${done.result.isNew ? 'new_scale' : 'saved'}`);
  },
  rows: async ({ request }) => changedRows(await request.formData(), 'steps'),
};
