import { needAccount } from '#routes/go.ts';
import { FIGURE_TABLES, readFigures } from '#server/modules/people/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return { figures: await readFigures(locals.ctx), tables: FIGURE_TABLES };
};
