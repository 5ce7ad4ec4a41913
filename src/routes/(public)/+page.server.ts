import { readerZone } from '#routes/reader-zone.ts';
import { listPublicEventsFor } from '#server/modules/seminars/index.ts';
import type { PageServerLoad } from './$types';

/** The next events stand on the first page; the rest is one click away. */
const SHOWN = 3;

export const load: PageServerLoad = async ({ locals, url, cookies }) => {
  const { events } = await listPublicEventsFor(locals.ctx, { past: false });
  return { zone: readerZone({ locals, url, cookies }), events: events.slice(0, SHOWN) };
};
