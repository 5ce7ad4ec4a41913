import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { addAssociation, findPublishedItems, getItemDetail, getVersionDetail, NewAssociation, removeAssociation, Revised } from '#server/modules/competencies/index.ts';
import { orNothing } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import { draftOf, treeChoices } from '../../../../editor.ts';
import { tieLines } from '../tie-lines.ts';
import type { Actions, PageServerLoad } from './$types';

const Wish = z.object({ q: orNothing(z.string().trim().min(1).max(120)) });
const FOUND_MOST = 100;

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { version, head } = await draftOf(locals, params.versionId);
  const [detail, { items }] = [await getItemDetail(locals.ctx, version.id, params.itemId), await getVersionDetail(locals.ctx, version.id)];
  const { q } = Wish.parse(Object.fromEntries(url.searchParams));
  const here = new Set(items.map(({ competencyId }) => competencyId));
  const elsewhere = q ? (await findPublishedItems(locals.ctx, q, FOUND_MOST)).filter(({ competencyId }) => !here.has(competencyId)) : [];
  const frameworks = Map.groupBy(elsewhere, ({ framework }) => textIn(framework, locals.locale));
  const own = treeChoices(locals, items.filter(({ id, retiredAt }) => id !== detail.item.id && retiredAt === null), ({ competencyId }) => competencyId);
  return {
    head,
    q: q ?? '',
    found: elsewhere.length,
    item: { id: detail.item.id, code: detail.item.code, name: textIn(detail.item.title, locals.locale) },
    ties: tieLines(detail, locals.locale),
    options: [...[...frameworks].map(([group, found]) => ({ group, options: found.map(({ competencyId, code, title }) => ({ value: competencyId, text: `${code} ${textIn(title, locals.locale)}` })) })), { group: head.title.text, options: own }],
    done: url.searchParams.get('done'),
  };
};

const Which = Revised.extend({ associationId: z.uuid() });
const back = ({ versionId, itemId }: { versionId: string; itemId: string }) => `/manage/frameworks/${versionId}/items/${itemId}/ties?done=saved`;

export const actions: Actions = {
  add: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), NewAssociation, (input) => addAssociation(locals.ctx, params.versionId, params.itemId, input));
    if (!done.ok) return done.failure;
    goTo(locals, back(params));
  },
  remove: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Which, ({ associationId, revision }) => removeAssociation(locals.ctx, params.versionId, associationId, revision));
    if (!done.ok) return done.failure;
    goTo(locals, back(params));
  },
};
