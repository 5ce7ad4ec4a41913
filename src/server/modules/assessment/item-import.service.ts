import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import { exportFile, attachment, type ExportedFile } from '#server/platform/tabular/export.ts';
import { readTable } from '#server/platform/tabular/workbook.ts';
import { itemsAsJson, itemsAsTable, MOST_IMPORTED, readItemsJson, readItemsTable, type ReadItems, type RowProblem } from './item-files.ts';
import { findItemsByCode, insertItems, listItemsToExport } from './items.queries.ts';
import { contentOf, languagesOf, textsOf, type ItemFilter } from './items.schemas.ts';
import { fillBank, needKeeper, sameContent, wishOf, writeItem } from './items.service.ts';

export const ITEM_FILE_MOST_BYTES = 3_000_000;
const MOST_EXPORTED = 5000;

export interface ImportDone {
  added: number;
  changed: number;
  same: number;
  /** When there is any, nothing was written. */
  problems: RowProblem[];
}

async function readFile(bytes: Uint8Array): Promise<ReadItems> {
  const start = new TextDecoder().decode(bytes.subarray(0, 200)).replace(/^\uFEFF/, '').trimStart();
  if (start.startsWith('{') || start.startsWith('[')) return readItemsJson(new TextDecoder().decode(bytes).replace(/^\uFEFF/, ''));
  const read = await readTable(bytes, { limits: { bytes: ITEM_FILE_MOST_BYTES, unpacked: 40_000_000, rows: MOST_IMPORTED * 6, columns: 40, cell: 8000 } });
  if (!read.ok) throw invalid('file', read.error.code, { ...read.error.params });
  return readItemsTable(read.table.rows);
}

/**
 * Items out of a JSON, CSV or XLSX file: all of them, or none and what is wrong row by row. New ones come as drafts; a code that is there is
 * changed as an editor would. Errors: `page.not_found`; beside `file` `field.required`, `photo.too_large`, `table.…`.
 */
export async function importItems(ctx: Ctx, bytes: Uint8Array): Promise<ImportDone> {
  needKeeper(ctx);
  if (bytes.length === 0) throw invalid('file', 'field.required');
  if (bytes.length > ITEM_FILE_MOST_BYTES) throw invalid('file', 'photo.too_large', { megabytes: ITEM_FILE_MOST_BYTES / 1_000_000 });
  const read = await readFile(bytes);
  await fillBank(ctx);
  if (read.problems.length > 0) return { added: 0, changed: 0, same: 0, problems: read.problems.slice(0, 200) };
  return inTransaction(ctx, (tx) => writeAll(tx, read));
}

async function writeAll(tx: Ctx, { items }: ReadItems): Promise<ImportDone> {
  const known = new Map((await findItemsByCode(tx, items.map(({ input }) => input.code))).map((row) => [row.code, row]));
  const retired = items.flatMap(({ row, input }) => (known.get(input.code)?.state === 'retired' ? [{ row, item: input.code, field: 'code', code: 'item.retired' }] : []));
  if (retired.length > 0) return { added: 0, changed: 0, same: 0, problems: retired };
  const fresh = items.filter(({ input }) => !known.has(input.code)).map(({ input }) => {
    const content = contentOf(input);
    return { id: newId(), versionId: newId(), code: input.code, competency: input.competency, state: 'draft' as const, type: input.type, step: input.step, content, languages: languagesOf(textsOf(input.type, content)) };
  });
  const added = fresh.length > 0 ? await insertItems(tx, fresh, actorId(tx.actor)) : 0;
  if (added < fresh.length) throw new AppError('record.changed_meanwhile', 409);
  let changed = 0;
  for (const { input } of items) {
    const row = known.get(input.code);
    const content = contentOf(input);
    if (!row || sameContent(row, { ...input, content })) continue;
    await writeItem(tx, row, { ...input, competency: { ...input.competency, title: input.competency.title ?? row.competency_title, lineageId: input.competency.lineageId ?? row.lineage_id } }, content);
    changed++;
  }
  if (added + changed > 0) await audit(tx, { act: 'items.imported', subjectType: 'item', subjectId: fresh[0]?.id ?? known.values().next().value?.id ?? '', data: { added, changed } });
  return { added, changed, same: items.length - added - changed, problems: [] };
}

/** The bank, or what a filter leaves of it, as a file that can be brought back. Error: `page.not_found`. */
export async function exportItems(ctx: Ctx, filter: ItemFilter, format: 'json' | 'csv' | 'xlsx', title: string): Promise<ExportedFile> {
  needKeeper(ctx);
  await fillBank(ctx);
  const rows = await listItemsToExport(ctx, wishOf(filter), MOST_EXPORTED);
  if (format === 'json') {
    return { bytes: new TextEncoder().encode(`${JSON.stringify(itemsAsJson(rows), null, 2)}\n`), contentType: 'application/json; charset=utf-8', disposition: attachment(`${title}.json`) };
  }
  return exportFile(itemsAsTable(rows, title), format, ctx.locale);
}
