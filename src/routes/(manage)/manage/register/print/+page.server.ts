import { needAccount } from '#routes/go.ts';
import { listWholeRegisterFor, REGISTER_PRINT_LIMIT, RegisterFilter } from '#server/modules/credentials/index.ts';
import type { PageServerLoad } from './$types';

/** The journal on paper: every line of the filter, in the order of numbers unless another was asked for. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const query = Object.fromEntries(url.searchParams);
  const filter = RegisterFilter.parse({ ...query, sort: query.sort ?? 'number' });
  const { lines, total } = await listWholeRegisterFor(locals.ctx, filter, REGISTER_PRINT_LIMIT);
  return { lines, total, limit: REGISTER_PRINT_LIMIT, at: locals.ctx.clock.now().toISOString(), query: url.search };
};
