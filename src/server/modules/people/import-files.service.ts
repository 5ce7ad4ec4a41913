import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { exportFile, type ExportCell, type ExportedFile, type ExportFormat } from '#server/platform/tabular/export.ts';
import { fieldsOf, type ImportField, type ImportKind } from './import-fields.ts';
import type { ImportProblem } from './import-problems.ts';
import { getImportFor } from './imports.access.ts';
import { bringsLists } from './imports.policy.ts';
import { listReadRows } from './imports.queries.ts';
import type { StoredCell } from './imports.tables.ts';

const MOST = 30_000;

/** Chosen at the page: the module holds no sentences. */
export interface ImportWords {
  title: string;
  /** heading of the column that says what is wrong; it is known as a remark when the list comes back */
  wrong: string;
  problem(problem: ImportProblem): string;
  field(field: ImportField): string;
}

const exported = (cell: StoredCell): ExportCell => {
  if (typeof cell === 'string') return cell;
  const [text, date, number] = cell;
  return date !== null ? { date } : number !== null && String(number) === text ? number : text;
};

/**
 * The rows that are not in the registry, as they stood in the list, each with what is wrong: to be corrected and brought again. Error:
 * `page.not_found`.
 */
export async function exportWrongRows(ctx: Ctx, id: string, format: ExportFormat, words: ImportWords): Promise<ExportedFile> {
  const found = await getImportFor(ctx, id, 'read');
  const rows = await listReadRows(ctx, id, 'wrong', { after: 0, limit: MOST });
  const { columns } = found.header;
  return exportFile(
    {
      title: words.title,
      columns: [{ title: words.wrong, width: 50 }, ...columns.map(({ heading, field }) => ({ title: heading || (field ? words.field(field) : '') }))],
      rows: rows.map(({ cells, problems }) => [
        problems.filter(({ severity }) => severity === 'error').map((problem) => [problem.column?.heading || problem.column?.letters, words.problem(problem)].filter(Boolean).join(': ')).join('\n'),
        ...columns.map(({ index }) => exported(cells[index] ?? '')),
      ]),
    },
    format,
    ctx.locale,
  );
}

/** An empty list with every column an import knows, headed in the reader's language. Error: `page.not_found`. */
export async function exportTemplate(ctx: Ctx, kind: ImportKind, format: ExportFormat, words: Pick<ImportWords, 'title' | 'field'>): Promise<ExportedFile> {
  if (!bringsLists(ctx.actor, ctx.networkId, kind)) throw notFound();
  // One cell for the whole name or three, one for the point or two: the template asks once.
  const leave: ImportField[] = kind === 'staff' ? ['fullName', 'organisationCode', 'district'] : ['name', 'coordinates'];
  const fields = fieldsOf(kind).filter((field) => !leave.includes(field));
  return exportFile({ title: words.title, columns: fields.map((field) => ({ title: words.field(field), width: 20 })), rows: [] }, format, ctx.locale);
}
