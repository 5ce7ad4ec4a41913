import { readerZone } from '#routes/reader-zone.ts';
import { showSpeakers } from '#server/modules/seminars/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, cookies }) => ({
  zone: readerZone({ locals, url, cookies }),
  ...(await showSpeakers(locals.ctx, params.eventId)),
});
