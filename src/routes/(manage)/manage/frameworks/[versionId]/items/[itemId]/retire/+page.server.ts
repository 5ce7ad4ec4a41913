import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { branchOf, getItemDetail, getVersionDetail, retireItem, reviveItem, Revised } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { draftOf } from '../../../../editor.ts';
import type { Actions, PageServerLoad } from './$types';

/** Asks before an item, with everything below it, goes out of use, or comes back. */
export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { version, head } = await draftOf(locals, params.versionId);
  const { item, usage } = await getItemDetail(locals.ctx, version.id, params.itemId);
  const below = branchOf((await getVersionDetail(locals.ctx, version.id)).items, item.id).filter(({ kind, retiredAt }) => kind === 'competency' && retiredAt === null);
  return {
    head,
    item: { id: item.id, code: item.code, name: textIn(item.title, locals.locale), isRetired: item.retiredAt !== null },
    competencies: below.length,
    profiles: usage.profiles,
    plans: usage.plans,
    campaigns: usage.campaigns,
  };
};

export const actions: Actions = {
  retire: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Revised, ({ revision }) => retireItem(locals.ctx, params.versionId, params.itemId, revision));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/frameworks/${params.versionId}?done=${done.result.gone ? 'item_gone' : 'item_retired'}`);
  },
  revive: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Revised, ({ revision }) => reviveItem(locals.ctx, params.versionId, params.itemId, revision));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/frameworks/${params.versionId}?done=item_revived`);
  },
};
