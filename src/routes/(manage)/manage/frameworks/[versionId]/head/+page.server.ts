import { goTo, needAccount } from '#routes/go.ts';
import { changedRows } from '#routes/form-rows.ts';
import { submit } from '#routes/submit.ts';
import { changeHead, FrameworkHead } from '#server/modules/competencies/index.ts';
import { draftOf } from '../../editor.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { version, head } = await draftOf(locals, params.versionId);
  const { title, description, notes, sources, creator, licence, sourceUrl, languages } = version;
  return { head, stored: { title, description, notes, sources, creator, licence, sourceUrl, languages }, done: url.searchParams.get('done') };
};

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), FrameworkHead, (input) => changeHead(locals.ctx, params.versionId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/frameworks/${params.versionId}/head?done=saved`);
  },
  rows: async ({ request }) => changedRows(await request.formData(), 'sources'),
};
