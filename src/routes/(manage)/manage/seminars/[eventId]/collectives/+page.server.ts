import { needAccount } from '#routes/go.ts';
import { listCollectivesFor, readCollectiveFilter, readListPlace, writeListFilter } from '#server/modules/seminars/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const filter = readCollectiveFilter(url.searchParams);
  return { ...(await listCollectivesFor(locals.ctx, params.eventId, filter, readListPlace(url.searchParams))), filter, query: writeListFilter(filter, '-created') };
};
