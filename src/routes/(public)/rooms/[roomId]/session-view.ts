import { pick, textIn } from '#server/platform/text/index.ts';
import type { SessionPage } from '#server/modules/rooms/index.ts';
import type { Locale } from '#lib/i18n/index.ts';

/** The session page's data for one reader: texts in her language, small enough to be serialised with the page. */
export function sessionView(page: SessionPage, reader: { locale: Locale; zone: string; url: URL; query: string }) {
  const { locale, zone, url, query } = reader;
  const title = pick(page.room.title, locale);
  const shown = url.searchParams.get('embed');
  // One's own language first, then the others in the order of the organiser.
  const streams = page.streams.toSorted((a, b) => Number(b.locale === locale) - Number(a.locale === locale));
  return {
    id: page.room.id,
    title: title.text,
    titleLang: title.isFallback ? title.locale : undefined,
    rehearsal: page.room.rehearsal,
    state: page.state,
    begun: page.room.actualStart !== null,
    conducts: page.conducts,
    zone,
    hostZone: page.room.timeZone,
    start: page.room.plannedStart,
    end: page.room.plannedEnd,
    actualStart: page.room.actualStart,
    actualEnd: page.room.actualEnd,
    streams: streams.map((stream) => ({
      ...stream,
      host: new URL(stream.url).hostname.replace(/^www\./, ''),
      shown: stream.id === shown,
    })),
    agenda: page.agenda.map((item) => {
      const text = pick(item.title, locale);
      return {
        start: item.start,
        end: item.end,
        title: text.text,
        lang: text.isFallback ? text.locale : undefined,
        speakers: item.speakers,
        language: item.language,
      };
    }),
    back: { path: page.back.path, title: textIn(page.back.title, locale) },
    confirmPath: page.confirmPath,
    self: page.self,
    codes: page.codes,
    rule: page.rule,
    query,
    countedAt: page.countedAt,
    notice: noticeOf(url),
  };
}

export type SessionView = ReturnType<typeof sessionView>;

function noticeOf(url: URL): { kind: 'entered'; position: number } | { kind: 'here' } | { kind: 'early' } | null {
  const position = Number(url.searchParams.get('entered'));
  if (Number.isInteger(position) && position > 0 && position < 100) return { kind: 'entered', position };
  const here = url.searchParams.get('here');
  return here === 'yes' ? { kind: 'here' } : here === 'early' ? { kind: 'early' } : null;
}
