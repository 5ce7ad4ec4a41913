import { formatters, translator, type Formatters, type T } from '#lib/i18n/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { isPdfError, listTexts, printable } from '#server/platform/pdf/index.ts';
import { attachment, exportFile, type ExportedFile } from '#server/platform/tabular/export.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';

export type ViewFormat = 'xlsx' | 'pdf';

/** A cell of a view in a file: a number for spreadsheets, as it is read for paper. */
export type FileCell = string | { value: number; shown: string };

export interface FileTable {
  title: string;
  caption: string;
  columns: { title: string; width: number; isText?: boolean }[];
  rows: FileCell[][];
}

export interface FileWords {
  t: T;
  fmt: Formatters;
  say: (text: LocalizedText | null | undefined) => string;
  /** The cells of files: whole numbers, steps with a decimal, shares; what is hidden is a word, what is unknown is empty. */
  count: (value: number | null) => FileCell;
  step: (value: number | null) => FileCell;
  share: (value: number | null) => FileCell;
}

export function fileWords(ctx: Ctx): FileWords {
  const [t, fmt] = [translator(ctx.locale), formatters(ctx.locale)];
  const cell = (decimals: number, times: number, shown: (value: number) => string) => (value: number | null): FileCell => (value === null ? '' : { value: Math.round(value * times * 10 ** decimals) / 10 ** decimals, shown: shown(value) });
  return {
    ...{ t, fmt },
    say: (text) => (text ? textIn(text, ctx.locale) : ''),
    count: cell(0, 1, (value) => fmt.number(value)),
    step: cell(2, 1, (value) => fmt.number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })),
    share: cell(1, 100, (value) => fmt.percent(value)),
  };
}

/** A view as a spreadsheet, or on A4 landscape as a tagged PDF. Error: `paper.busy` (503). */
export async function viewFile(ctx: Ctx, table: FileTable, format: ViewFormat): Promise<ExportedFile> {
  if (format === 'xlsx') {
    const rows = table.rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell || null : cell.value)));
    return exportFile({ title: table.title, columns: table.columns.map(({ title, width }) => ({ title, width: width * 9 })), rows }, 'xlsx', ctx.locale);
  }
  const { t, fmt } = fileWords(ctx);
  const network = await networkOf(ctx);
  const data = {
    ...{ lang: ctx.locale, texts: listTexts(t), organisation: textIn(network.name, ctx.locale), title: table.title, caption: table.caption },
    asOf: t('ui.table.as_of', { date: fmt.date(ctx.clock.now(), network.timeZone) }),
    columns: table.columns.map(({ title, width, isText }) => ({ title, width, numeric: !isText })),
    rows: table.rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell || '–' : cell.shown))),
    watermark: network.isDemo ? ('demo' as const) : null,
  };
  try {
    const pdf = await ctx.platform.pdf.render({ template: 'list', data: printable(data), createdAt: ctx.clock.now() });
    return { bytes: new Uint8Array(pdf), contentType: 'application/pdf', disposition: attachment(`${table.title}.pdf`) };
  } catch (error) {
    if (isPdfError(error) && error.code === 'pdf.busy') throw new AppError('paper.busy', 503);
    throw error;
  }
}
