import { needAccount } from '#routes/go.ts';
import { COMPARE_FIGURES, showComparison } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { compareWishOf, frameShown } from '../view-wish.ts';
import type { PageServerLoad } from './$types';

/** Two moments side by side. */
export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'private, no-store' });
  const { rows, figure, months, from, until, lines, headcount, moves, hidesSome, ...frame } = await showComparison(locals.ctx, compareWishOf(url));
  return {
    ...frameShown(locals, frame),
    ...{ rows, figure, figures: COMPARE_FIGURES, months, from, until, headcount, moves, hidesSome },
    lines: lines.map(({ column, name, ...line }) => ({ ...line, name: column ? [column.code, column.title ? textIn(column.title, locals.locale) : ''].filter(Boolean).join('. ') : name })),
  };
};
