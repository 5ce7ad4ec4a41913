import { goTo, needAccount } from '#routes/go.ts';
import { changedRows } from '#routes/form-rows.ts';
import { submit } from '#routes/submit.ts';
import { getItemDetail, SplitItem, splitItem } from '#server/modules/competencies/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import { draftOf } from '../../../../editor.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { version, head } = await draftOf(locals, params.versionId);
  const { item, usage } = await getItemDetail(locals.ctx, version.id, params.itemId);
  if (item.kind !== 'competency' || item.retiredAt !== null) throw notFound();
  return { head, languages: version.languages, item: { id: item.id, code: item.code, name: textIn(item.title, locals.locale) }, usage: usage.profiles };
};

export const actions: Actions = {
  split: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), SplitItem, (input) => splitItem(locals.ctx, params.versionId, params.itemId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/frameworks/${params.versionId}?done=split`);
  },
  rows: async ({ request }) => changedRows(await request.formData(), 'codes'),
};
