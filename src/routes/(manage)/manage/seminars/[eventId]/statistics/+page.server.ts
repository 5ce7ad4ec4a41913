import { needAccount } from '#routes/go.ts';
import { eventHead, readStatisticsFor } from '#server/modules/seminars/index.ts';
import type { PageServerLoad } from './$types';

/** Registered, present, viewed, certificates: as a whole and divided, each with what it means and who stands behind it. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const statistics = await readStatisticsFor(locals.ctx, params.eventId);
  return { head: eventHead(locals.ctx, statistics.event), statistics };
};
