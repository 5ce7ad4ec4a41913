import { readerZone } from '#routes/reader-zone.ts';
import { showAnnouncement } from '#server/modules/seminars/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, cookies }) => {
  const zone = readerZone({ locals, url, cookies });
  return { zone, address: locals.platform.publicAddress(), ...(await showAnnouncement(locals.ctx, params.eventId, zone)) };
};
