import { countryName, languageName, translator } from '#lib/i18n/index.ts';
import { listResultsForExport, readResultFilter } from '#server/modules/seminars/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { exportFile } from '#server/platform/tabular/export.ts';
import { pick } from '#server/platform/text/index.ts';
import { kindWords, standingOf, whyWords } from '../result-words.ts';
import type { RequestHandler } from './$types';

/** The list as a file, filtered and sorted as it is shown. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { format } = params;
  if (format !== 'xlsx' && format !== 'csv') throw notFound();
  const { event, lines } = await listResultsForExport(locals.ctx, params.eventId, readResultFilter(url.searchParams));
  const { locale } = locals;
  const t = translator(locale);
  const file = await exportFile(
    {
      title: t('seminars.results.file', { title: pick(event.title, locale).text.slice(0, 80) }),
      columns: [
        { title: t('seminars.results.column_name'), width: 36 },
        { title: t('ui.field.country'), width: 16 },
        { title: t('ui.field.organisation'), width: 40 },
        { title: t('seminars.results.column_reading_room'), width: 30 },
        { title: t('ui.field.email'), width: 28 },
        { title: t('seminars.registration.certificate_language'), width: 14 },
        { title: t('rooms.people.minutes'), width: 10 },
        { title: t('seminars.results.column_of_minutes'), width: 10 },
        { title: t('rooms.people.codes'), width: 10 },
        { title: t('seminars.results.column_confirmed'), width: 14 },
        { title: t('seminars.results.column_standing'), width: 22 },
        { title: t('seminars.results.column_why'), width: 60 },
        { title: t('seminars.results.column_kind'), width: 16 },
        { title: t('credentials.register.number'), width: 24 },
        { title: t('credentials.register.issued_on'), width: 18 },
      ],
      rows: lines.map((line) => [
        line.name === '' ? t('rooms.people.erased') : line.name,
        line.country ? countryName(line.country, locale) : null,
        line.organisation,
        line.collectiveName,
        line.email,
        line.locale ? languageName(line.locale, locale) : null,
        line.minutes,
        line.ofMinutes,
        line.codes,
        line.nameConfirmed ? t('ui.answer.yes') : t('ui.answer.no'),
        t(`seminars.results.standing_${standingOf(line)}`),
        whyWords(t, line).join(' '),
        line.verdict.kind ? kindWords(t, line.verdict.kind) : null,
        line.number,
        line.issuedAt ? { instant: line.issuedAt, zone: event.timeZone } : null,
      ]),
    },
    format,
    locale,
  );
  return new Response(file.bytes, {
    headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' },
  });
};
