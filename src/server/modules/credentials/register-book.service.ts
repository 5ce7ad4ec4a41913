import { createHash } from 'node:crypto';
import { formatters, translator } from '#lib/i18n/index.ts';
import { getOrganisation, networkOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError, invalid } from '#server/platform/errors.ts';
import { isPdfError, listTexts, withoutUnprintable, type ListData } from '#server/platform/pdf/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { listWholeRegisterFor, RegisterFilter, type RegisterLine } from './register.service.ts';

/** Lines in one book: some eighty sheets, bound by kind and year as inspections ask for them. */
export const BOOK_LIMIT = 2_000;

export interface RegisterBook {
  pdf: Uint8Array;
  /** Name of the file, without ending. */
  title: string;
  etag: string;
}

/**
 * The book in which an organisation gives account of one year: every number in its order, none left out, with what became of it and room for
 * the signature of who received it on paper; with the count and room for who answers for it. Errors: `book.year` beside `year`,
 * `book.organisation` beside `organisation`, `book.too_long` (409), `book.empty` (404), `page.not_found`, `paper.busy`.
 */
export async function registerBook(ctx: Ctx, given: Pick<RegisterFilter, 'year' | 'organisation' | 'kind'>): Promise<RegisterBook> {
  if (!given.year) throw invalid('year', 'book.year');
  if (!given.organisation) throw invalid('organisation', 'book.organisation');
  const filter = RegisterFilter.parse({ year: given.year, organisation: given.organisation, kind: given.kind, sort: 'number' });
  const { lines, total } = await listWholeRegisterFor(ctx, filter, BOOK_LIMIT);
  if (total === 0) throw new AppError('book.empty', 404);
  if (total > BOOK_LIMIT) throw new AppError('book.too_long', 409, { limit: BOOK_LIMIT });
  const [organisation, network] = await Promise.all([getOrganisation(ctx, given.organisation), networkOf(ctx)]);
  const t = translator(ctx.locale);
  const fmt = formatters(ctx.locale);
  const day = (date: string) => fmt.dateShort(new Date(`${date}T12:00:00Z`), 'UTC');
  const title = t('credentials.book.title', { year: String(given.year) });
  const became = (line: RegisterLine): string =>
    [
      line.state === 'valid' ? '' : t(`credentials.state.${line.state}`),
      line.revokeReason ?? '',
      line.replacedBy ? t('credentials.book.replaced_by', { number: line.replacedBy }) : '',
      line.renewedBy ? t('credentials.book.renewed_by', { number: line.renewedBy }) : '',
      line.validUntil ? t('credentials.book.until', { date: day(line.validUntil) }) : '',
    ]
      .filter((word) => word !== '')
      .join('; ');
  const data: ListData = {
    lang: ctx.locale,
    texts: listTexts(t),
    organisation: withoutUnprintable(textIn(organisation.name, ctx.locale)),
    title,
    caption: [given.kind ? t(`credentials.kind.${given.kind}`) : '', t('credentials.book.count', { count: total }), t('credentials.book.responsible')].filter((word) => word !== '').join('. '),
    asOf: t('ui.table.as_of', { date: fmt.date(ctx.clock.now(), organisation.time_zone) }),
    columns: [
      { title: t('credentials.register.number'), width: 2.6, numeric: false },
      { title: t('credentials.register.issued_on'), width: 1.2, numeric: false },
      { title: t('credentials.register.holder'), width: 3, numeric: false },
      { title: t('credentials.register.event'), width: 4, numeric: false },
      { title: t('credentials.book.given'), width: 1.5, numeric: false },
      { title: t('credentials.book.signature'), width: 1.7, numeric: false },
      { title: t('credentials.book.notes'), width: 2.4, numeric: false },
    ],
    rows: lines.map((line) => [line.number, day(line.issuedOn), withoutUnprintable(line.holderName), withoutUnprintable(line.eventTitle), line.givenAt ? fmt.dateShort(line.givenAt, organisation.time_zone) : '', '', withoutUnprintable(became(line))]),
    watermark: network.isDemo ? 'demo' : null,
  };
  try {
    const pdf = await ctx.platform.pdf.render({ template: 'list', data, createdAt: ctx.clock.now() });
    return { pdf, title: `${title}. ${organisation.code}`, etag: `"${createHash('sha256').update(pdf).digest('base64url')}"` };
  } catch (error) {
    if (isPdfError(error) && error.code === 'pdf.busy') throw new AppError('paper.busy', 503);
    throw error;
  }
}
