import { needAccount } from '#routes/go.ts';
import { MAP_FIGURES, shadeOf, showMap } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { frameShown, scopeOfWish, wishOf } from '../view-wish.ts';
import type { PageServerLoad } from './$types';

/** Districts or libraries by areas or competencies. */
export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'private, no-store' });
  const wish = wishOf(url);
  const figure = wish.figure ?? 'mean';
  const { columns, rows, total, hidesSome, ...frame } = await showMap(locals.ctx, { ...scopeOfWish(wish), figure });
  const steps = frame.version.steps.map(({ step }) => step);
  const shaded = <T extends { value: number | null }>(cells: readonly T[]) => cells.map((cell) => ({ ...cell, shade: shadeOf(figure, cell.value, steps) }));
  return {
    ...frameShown(locals, frame),
    ...{ figure, figures: MAP_FIGURES, hidesSome },
    columns: columns.map(({ id, code, title }) => ({ id, code, title: title ? textIn(title, locals.locale) : '' })),
    rows: rows.map((row) => ({ ...row, cells: shaded(row.cells) })),
    total: { ...total, cells: shaded(total.cells) },
  };
};
