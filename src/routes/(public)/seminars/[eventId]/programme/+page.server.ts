import { isLocale } from '#lib/i18n/index.ts';
import { readerZone } from '#routes/reader-zone.ts';
import { renderOnly } from '#routes/render-only.ts';
import { showProgramme } from '#server/modules/seminars/index.ts';
import { isId } from '#server/platform/ids.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, cookies }) => {
  const zone = readerZone({ locals, url, cookies });
  const [section, language] = [url.searchParams.get('section'), url.searchParams.get('language') ?? ''];
  const filter = { section: isId(section) ? section : null, language: isLocale(language) ? language : null };
  const { about, programme } = await showProgramme(locals.ctx, params.eventId, { zone, ...filter });
  return { zone, filter, about, programme: renderOnly(programme) };
};
