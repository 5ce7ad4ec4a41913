import { z } from 'zod';
import { LOCALES } from '#lib/i18n/index.ts';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { getItemFor, itemFigures, setItemState, shownItem } from '#server/modules/assessment/index.ts';
import { orNothing } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { content, competencyAs: _, ...item } = await getItemFor(locals.ctx, params.itemId);
  const { language } = z.object({ language: orNothing(z.enum(LOCALES)) }).parse(Object.fromEntries(url.searchParams));
  const points = item.type === 'case' ? content.criteria.reduce((sum, one) => sum + one.points, 0) : 1;
  const written = LOCALES.filter((locale) => content.stem[locale]);
  const preview = shownItem({ type: item.type, content }, language ?? locals.locale, points);
  return { item, written, preview, figures: await itemFigures(locals.ctx, params.itemId), done: url.searchParams.get('done') };
};

export const actions: Actions = {
  state: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), z.object({ state: z.enum(['in_use', 'retired']) }), ({ state }) => setItemState(locals.ctx, params.itemId, state));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/items/${params.itemId}?done=state`);
  },
};
