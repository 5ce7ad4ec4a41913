import { isLocale } from '#lib/i18n/index.ts';
import { readerZone } from '#routes/reader-zone.ts';
import { EVENT_FORMS, listPublicEventsFor } from '#server/modules/seminars/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, cookies }) => {
  const asked = (name: string) => url.searchParams.get(name)?.trim().slice(0, 200) || undefined;
  const language = asked('language') ?? '';
  const filter = {
    past: url.searchParams.has('past'),
    q: asked('q'),
    country: /^[A-Z]{2}$/.test(asked('country') ?? '') ? asked('country') : undefined,
    language: isLocale(language) ? language : undefined,
    form: EVENT_FORMS.find((form) => form === asked('form')),
    after: asked('after'),
  };
  // Here the country chooses events, not the clock of the reader.
  const clockUrl = new URL(url);
  clockUrl.searchParams.delete('country');
  return { zone: readerZone({ locals, url: clockUrl, cookies }), filter, forms: EVENT_FORMS, ...(await listPublicEventsFor(locals.ctx, filter)) };
};
