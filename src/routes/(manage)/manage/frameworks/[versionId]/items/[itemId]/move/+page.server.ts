import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { branchOf, getItemDetail, getVersionDetail, moveItem, MoveItem } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { draftOf, treeChoices } from '../../../../editor.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { version, head } = await draftOf(locals, params.versionId);
  const [{ item }, { items }] = [await getItemDetail(locals.ctx, version.id, params.itemId), await getVersionDetail(locals.ctx, version.id)];
  const within = new Set(branchOf(items, item.id).map(({ id }) => id));
  const others = items.filter(({ id, retiredAt }) => !within.has(id) && retiredAt === null);
  const beside = items.filter(({ parentId, retiredAt }) => parentId === item.parentId && retiredAt === null);
  return {
    head,
    item: { id: item.id, code: item.code, parentId: item.parentId ?? '', name: textIn(item.title, locals.locale) },
    // Behind which it stands now.
    afterId: beside[beside.findIndex(({ id }) => id === item.id) - 1]?.id ?? '',
    parents: treeChoices(locals, others.filter(({ kind }) => kind === 'area')),
    places: treeChoices(locals, others),
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), MoveItem, (input) => moveItem(locals.ctx, params.versionId, params.itemId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/frameworks/${params.versionId}?done=moved`);
  },
};
