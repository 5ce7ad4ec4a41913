import { viewFileAnswer } from '#routes/view-file.ts';
import { exportCoverageFor } from '#server/modules/competencies/index.ts';
import { scopeOfWish, wishOf } from '../view-wish.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params, url }) => viewFileAnswer(params.format, (format) => exportCoverageFor(locals.ctx, scopeOfWish(wishOf(url)), format));
