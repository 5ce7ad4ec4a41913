import { formatters, translator, type Formatters, type T } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { isPdfError, listTexts, printable, type ListData } from '#server/platform/pdf/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { noteLooks } from './card-views.service.ts';
import { organisationsFilterWords, peopleFilterWords } from './list-words.ts';
import { networkOf } from './networks.service.ts';
import { listWholeOrganisationsFor, readOrganisationChoices, type OrganisationColumn, type OrganisationLine, type OrganisationsFilter } from './organisations-list.service.ts';
import { isLook, listWholePeopleFor, readFilterChoices, type PeopleColumn, type PeopleFilter, type PeopleLine } from './people-list.service.ts';
import { todayOf } from './standing.ts';

/** Some fifty pages; who needs more takes the spreadsheet. */
export const PRINT_LIMIT = 1_000;

export interface PrintedList {
  title: string;
  pdf: Uint8Array;
}

interface Words {
  t: T;
  fmt: Formatters;
  today: string;
}

const day = ({ fmt }: Words, date: string | null): string => (date === null ? '–' : fmt.dateShort(new Date(`${date}T12:00:00Z`), 'UTC'));
const figure = ({ fmt }: Words, value: number | null | undefined): string => (value === null || value === undefined ? '–' : fmt.number(value));
const contacts = (line: { phone: string | null; email: string | null }): string => [line.phone, line.email].filter(Boolean).join(', ') || '–';

const PERSON: Record<PeopleColumn, { width: number; cell: (line: PeopleLine, words: Words) => string }> = {
  organisation: { width: 4, cell: (line) => line.organisation || '–' },
  post: { width: 3, cell: (line) => line.post || '–' },
  age: { width: 1, cell: (line, words) => figure(words, line.age) },
  education: {
    width: 2.5,
    cell: (line, { t }) => (line.level ? [t(`people.level.${line.level}`), ...(line.isLibraryProfile ? [t('people.education.library_short')] : [])].join(', ') : '–'),
  },
  category: {
    width: 2,
    cell: (line, { t, today }) => (line.category ? [t(`people.category.${line.category}`), ...(line.attestationDue && line.attestationDue < today ? [t('people.attestation.overdue')] : [])].join(', ') : '–'),
  },
  since: { width: 1.5, cell: (line, words) => day(words, line.librarySince) },
  contacts: { width: 3, cell: contacts },
};

const ORGANISATION: Record<OrganisationColumn, { width: number; cell: (line: OrganisationLine, words: Words) => string }> = {
  code: { width: 1.2, cell: (line) => line.code },
  kind: { width: 2, cell: (line, { t }) => t(`people.kind.${line.kind}`) },
  parent: { width: 3.5, cell: (line) => line.parent || '–' },
  settlement: { width: 2, cell: (line) => line.settlement || '–' },
  people: { width: 1, cell: (line, words) => figure(words, line.staff?.people) },
  units: { width: 1, cell: (line, words) => figure(words, line.staff?.units) },
  vacant: { width: 1.2, cell: (line, words) => figure(words, line.staff?.vacant) },
  head: { width: 3, cell: (line) => (line.staff && line.staff.heads.length > 0 ? line.staff.heads.join(', ') : '–') },
  contacts: { width: 3, cell: contacts },
  address: { width: 3, cell: (line) => line.address || '–' },
  founder: { width: 3, cell: (line) => line.founder || '–' },
};
const NUMERIC: readonly string[] = ['age', 'people', 'units', 'vacant'];

async function print(ctx: Ctx, list: Pick<ListData, 'title' | 'caption' | 'columns' | 'rows'>, words: Words): Promise<PrintedList> {
  const network = await networkOf(ctx);
  const asOf = words.t('ui.table.as_of', { date: words.fmt.date(new Date(`${words.today}T12:00:00Z`), 'UTC') });
  const data: ListData = { ...list, lang: ctx.locale, texts: listTexts(words.t), organisation: textIn(network.name, ctx.locale), asOf, watermark: network.isDemo ? 'demo' : null };
  try {
    return { title: list.title, pdf: await ctx.platform.pdf.render({ template: 'list', data: printable(data), createdAt: ctx.clock.now() }) };
  } catch (error) {
    if (isPdfError(error) && error.code === 'pdf.busy') throw new AppError('paper.busy', 503);
    throw error;
  }
}

const tooMany = () => new AppError('print.too_many', 409);
const captionOf = (words: Words, counted: string, filters: string[]): string =>
  filters.length > 0 ? words.t('people.list.caption_filtered', { counted, filters: words.fmt.list(filters) }) : counted;

/** The list of people on paper with the columns, filters and order of the page. Errors: `page.not_found`, `print.too_many` (409), `paper.busy` (503). */
export async function printPeopleFor(ctx: Ctx, filter: PeopleFilter): Promise<PrintedList> {
  const lines = await listWholePeopleFor(ctx, filter, PRINT_LIMIT + 1);
  if (lines.length > PRINT_LIMIT) throw tooMany();
  if (isLook(filter)) await noteLooks(ctx, lines.map(({ id }) => id));
  const t = translator(ctx.locale);
  const words = { t, fmt: formatters(ctx.locale), today: await todayOf(ctx) };
  return print(
    ctx,
    {
      title: t('people.list.title'),
      caption: captionOf(words, t('people.list.count', { count: lines.length }), peopleFilterWords(t, filter, await readFilterChoices(ctx))),
      columns: [
        { title: t('people.field.name'), width: 3.5, numeric: false },
        ...filter.columns.map((column) => ({ title: t(`people.column.${column}`), width: PERSON[column].width, numeric: NUMERIC.includes(column) })),
      ],
      rows: lines.map((line) => [line.name, ...filter.columns.map((column) => PERSON[column].cell(line, words))]),
    },
    words,
  );
}

/** The list of organisations on paper. Errors as above. */
export async function printOrganisationsFor(ctx: Ctx, filter: OrganisationsFilter): Promise<PrintedList> {
  const lines = await listWholeOrganisationsFor(ctx, filter, PRINT_LIMIT + 1);
  if (lines.length > PRINT_LIMIT) throw tooMany();
  const t = translator(ctx.locale);
  const words = { t, fmt: formatters(ctx.locale), today: await todayOf(ctx) };
  return print(
    ctx,
    {
      title: t('people.tree.title'),
      caption: captionOf(words, t('people.tree.count', { count: lines.length }), organisationsFilterWords(t, filter, await readOrganisationChoices(ctx))),
      columns: [
        { title: t('ui.field.organisation'), width: 4, numeric: false },
        ...filter.columns.map((column) => ({ title: t(`lists.column.${column}`), width: ORGANISATION[column].width, numeric: NUMERIC.includes(column) })),
      ],
      rows: lines.map((line) => [line.name, ...filter.columns.map((column) => ORGANISATION[column].cell(line, words))]),
    },
    words,
  );
}
