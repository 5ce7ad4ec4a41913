import { needAccount } from '#routes/go.ts';
import { EVENT_STATES, listEventsFor } from '#server/modules/seminars/index.ts';
import { manageFilter } from './manage-filter.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const { filter, after } = manageFilter(url);
  const list = await listEventsFor(locals.ctx, filter, after);
  return { filter, after, query: url.search, states: EVENT_STATES, removed: url.searchParams.has('removed'), ...list };
};
