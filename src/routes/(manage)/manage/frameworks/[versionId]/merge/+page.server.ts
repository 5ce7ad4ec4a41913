import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { getVersionDetail, MergeItems, mergeItems } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { draftOf } from '../../editor.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { version, head } = await draftOf(locals, params.versionId);
  const { items } = await getVersionDetail(locals.ctx, version.id);
  const inUse = items.filter(({ retiredAt, kind }) => retiredAt === null && kind === 'competency');
  return { head, options: inUse.map(({ id, code, title }) => ({ value: id, text: `${code} ${textIn(title, locals.locale)}` })) };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), MergeItems, (input) => mergeItems(locals.ctx, params.versionId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/frameworks/${params.versionId}?done=merged`);
  },
};
