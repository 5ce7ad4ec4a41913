import { viewFileAnswer } from '#routes/view-file.ts';
import { exportComparisonFor } from '#server/modules/competencies/index.ts';
import { compareWishOf } from '../view-wish.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params, url }) => viewFileAnswer(params.format, (format) => exportComparisonFor(locals.ctx, compareWishOf(url), format));
