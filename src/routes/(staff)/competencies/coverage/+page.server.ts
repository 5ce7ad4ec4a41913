import { needAccount } from '#routes/go.ts';
import { showCoverage } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { frameShown, scopeOfWish, wishOf } from '../view-wish.ts';
import type { PageServerLoad } from './$types';

/** What the network can rely on, competency by competency. */
export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'private, no-store' });
  const wish = wishOf(url);
  // Without an area the first one: all competencies at once are too many to look through.
  const first = await showCoverage(locals.ctx, { ...scopeOfWish(wish), competencyId: wish.competency });
  const areaId = wish.area ?? first.areas[0]?.item?.competencyId;
  const { lines, hidesSome, chosen, ...frame } = wish.area || !areaId ? first : await showCoverage(locals.ctx, { ...scopeOfWish(wish), areaId, competencyId: wish.competency });
  const named = (item: { competencyId: string; code: string; title: Parameters<typeof textIn>[0] }) => ({ id: item.competencyId, code: item.code, title: textIn(item.title, locals.locale) });
  return {
    ...frameShown(locals, frame),
    hidesSome,
    lines: lines.map(({ item, ...line }) => ({ ...named(item), ...line })),
    chosen: chosen && { ...named(chosen.item), libraries: chosen.libraries },
  };
};
