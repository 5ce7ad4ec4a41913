import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { changeItem, getItemDetail, ItemInput } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { draftOf } from '../../../editor.ts';
import { tieLines } from './tie-lines.ts';
import { languagesOf, levelSets } from '../levels.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { version, head } = await draftOf(locals, params.versionId);
  const detail = await getItemDetail(locals.ctx, version.id, params.itemId);
  const { item, descriptors, trail, usage } = detail;
  return {
    head,
    item: { id: item.id, kind: item.kind, code: item.code, title: item.title, description: item.description, isRetired: item.retiredAt !== null, name: textIn(item.title, locals.locale) },
    trail: trail.map(({ id, code, title }) => ({ id, text: `${code} ${textIn(title, locals.locale)}` })),
    languages: languagesOf(version, item, descriptors),
    sets: item.kind === 'competency' ? levelSets(version, descriptors, locals.locale) : [],
    usage: usage.profiles,
    ties: tieLines(detail, locals.locale),
    done: url.searchParams.get('done'),
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), ItemInput, (input) => changeItem(locals.ctx, params.versionId, params.itemId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/frameworks/${params.versionId}/items/${params.itemId}?done=saved`);
  },
};
