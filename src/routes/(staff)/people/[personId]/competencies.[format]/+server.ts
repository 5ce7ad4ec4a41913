import { z } from 'zod';
import { viewFileAnswer } from '#routes/view-file.ts';
import { exportGrowthFor } from '#server/modules/competencies/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params, url }) =>
  viewFileAnswer(params.format, (format) => exportGrowthFor(locals.ctx, params.personId, z.uuid().safeParse(url.searchParams.get('framework')).data ?? null, format));
