import { formatters, translator } from '#lib/i18n/index.ts';
import { readStatisticsFor } from '#server/modules/seminars/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { exportFile, exportWorkbook, type ExportCell, type ExportTable } from '#server/platform/tabular/export.ts';
import { pick } from '#server/platform/text/index.ts';
import { divisionsOf, NUMBERS, type DividedRow } from '../divisions.ts';
import type { RequestHandler } from './$types';

/** All numbers as a workbook with a sheet for each division, or as one list. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { format } = params;
  if (format !== 'xlsx' && format !== 'csv') throw notFound();
  const { locale } = locals;
  const t = translator(locale);
  const statistics = await readStatisticsFor(locals.ctx, params.eventId);
  const divisions = divisionsOf(t, locale, statistics);
  const title = t('seminars.statistics.file', { title: pick(statistics.event.title, locale).text.slice(0, 80) });
  const numbers = NUMBERS.map((name) => ({ title: t(`seminars.statistics.${name}`), width: 18 }));
  const cells = (row: Pick<DividedRow, 'numbers'>): ExportCell[] => NUMBERS.map((name) => row.numbers[name]);
  const whole: ExportTable = {
    title: t('seminars.statistics.whole'),
    columns: [{ title: t('seminars.statistics.number'), width: 44 }, { title: t('ui.field.quantity'), width: 14 }],
    rows: [
      ...NUMBERS.map((name): ExportCell[] => [t(`seminars.statistics.${name}`), statistics.total[name]]),
      [t('seminars.statistics.speakers_announced'), statistics.speakers.announced],
      [t('seminars.statistics.speakers_spoke'), statistics.speakers.spoke],
      [t('seminars.statistics.speakers_certificates'), statistics.speakers.certificates],
      [t('ui.table.as_of', { date: formatters(locale).dateTimeShort(statistics.asOf, statistics.event.timeZone) }), null],
    ],
  };
  const file =
    format === 'xlsx'
      ? await exportWorkbook(title, [
          whole,
          ...divisions.map(({ by, rows }): ExportTable => ({
            title: t(`seminars.statistics.by_${by}`),
            columns: [{ title: t(`seminars.statistics.of_${by}`), width: 44 }, ...numbers, ...(by === 'country' ? [{ title: t('seminars.statistics.speakers_spoke'), width: 18 }] : [])],
            rows: rows.map((row) => [row.name, ...cells(row), ...(row.spoke === undefined ? [] : [row.spoke])]),
          })),
        ])
      : await exportFile(
          {
            title,
            columns: [{ title: t('seminars.statistics.division') }, { title: t('ui.field.title') }, ...numbers],
            rows: [
              [t('seminars.statistics.whole'), null, ...cells({ numbers: statistics.total })],
              ...divisions.flatMap(({ by, rows }) => rows.map((row): ExportCell[] => [t(`seminars.statistics.by_${by}`), row.name, ...cells(row)])),
            ],
          },
          'csv',
          locale,
        );
  return new Response(file.bytes, {
    headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' },
  });
};
