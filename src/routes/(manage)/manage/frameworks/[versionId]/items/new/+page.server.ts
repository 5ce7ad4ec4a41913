import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { addItem, getVersionDetail, NewItem } from '#server/modules/competencies/index.ts';
import { orNothing } from '#server/platform/fields.ts';
import { draftOf, treeChoices } from '../../../editor.ts';
import { languagesOf, levelSets } from '../levels.ts';
import type { Actions, PageServerLoad } from './$types';

const Wish = z.object({ kind: z.enum(['area', 'competency']).catch('competency'), in: orNothing(z.uuid()) });

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { version, head } = await draftOf(locals, params.versionId);
  const wish = Wish.parse(Object.fromEntries(url.searchParams));
  const { items } = await getVersionDetail(locals.ctx, version.id);
  return {
    head,
    kind: wish.kind,
    parentId: wish.in ?? '',
    parents: treeChoices(locals, items.filter(({ kind, retiredAt }) => kind === 'area' && retiredAt === null)),
    languages: languagesOf(version, null, []),
    sets: wish.kind === 'competency' ? levelSets(version, [], locals.locale) : [],
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), NewItem, async (input) => ({ id: await addItem(locals.ctx, params.versionId, input), kind: input.kind }));
    if (!done.ok) return done.failure;
    goTo(locals, done.result.kind === 'area' ? `/manage/frameworks/${params.versionId}?done=saved` : `/manage/frameworks/${params.versionId}/items/${done.result.id}?done=saved`);
  },
};
