import { viewFileAnswer } from '#routes/view-file.ts';
import { exportMapFor } from '#server/modules/competencies/index.ts';
import { scopeOfWish, wishOf } from '../view-wish.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params, url }) => {
  const wish = wishOf(url);
  return viewFileAnswer(params.format, (format) => exportMapFor(locals.ctx, { ...scopeOfWish(wish), figure: wish.figure ?? 'mean' }, format));
};
