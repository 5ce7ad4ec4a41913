import { needAccount } from '#routes/go.ts';
import { eventHead, lastRunFor, listResultsFor, MOST_EXPORTED, readResultCursor, readResultFilter, writeResultCursor, writeResultFilter } from '#server/modules/seminars/index.ts';
import type { PageServerLoad } from './$types';

/** Who gets a certificate and who does not, each with the reason. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const filter = readResultFilter(url.searchParams);
  const cursor = (name: string) => readResultCursor(url.searchParams.get(name), filter.sort);
  const { event, lines, totals, next, previous } = await listResultsFor(locals.ctx, params.eventId, filter, { after: cursor('after'), before: cursor('before') });
  return {
    head: eventHead(locals.ctx, event),
    rule: event.certificateRule,
    filter,
    query: writeResultFilter(filter).toString(),
    lines,
    totals,
    cursors: { next: next && writeResultCursor(next), previous: previous && writeResultCursor(previous) },
    /** How many were just asked for their names. */
    asked: Math.min(Number(/^\d{1,6}$/.exec(url.searchParams.get('asked') ?? '')?.[0] ?? 0), MOST_EXPORTED),
    lastRun: await lastRunFor(locals.ctx, event),
  };
};
