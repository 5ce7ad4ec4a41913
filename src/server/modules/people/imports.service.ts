import { z } from 'zod';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { readFileOf, removeFilesOf, saveFile } from '#server/platform/files.ts';
import { newId } from '#server/platform/ids.ts';
import { startJob } from '#server/platform/jobs.ts';
import { readTable, type Table } from '#server/platform/tabular/workbook.ts';
import { fieldsOf, type ImportField, type ImportKind } from './import-fields.ts';
import { headerSignature, readHeader } from './import-header.ts';
import { checkRows } from './import-check.service.ts';
import { tableRow } from './import-cells.ts';
import { getImportFor } from './imports.access.ts';
import { bringsLists, readsAllImports } from './imports.policy.ts';
import {
  analyseImportRows,
  clearReadings,
  countVerdicts,
  decideRest,
  decideRow,
  deleteImport,
  deleteImportRows,
  findTemplate,
  insertImport,
  insertImportRows,
  listImports,
  listReadRows,
  listStoredRows,
  saveTemplateRow,
  updateImport,
  type ImportRow,
} from './imports.queries.ts';
import type { ChoosePlaces, Decisions, Mapping } from './imports.schemas.ts';
import type { ImportCounts, ImportSettings, StoredCell, StoredHeader } from './imports.tables.ts';
import { openOrganisation } from './organisations.access.ts';
import { findOrganisation } from './organisations.queries.ts';
import { siftRows } from './import-rows.ts';
import { undoEnd } from './undo.ts';

export const CHECK_JOB = 'people.check_import';
export const RUN_JOB = 'people.run_import';
export const UNDO_JOB = 'people.undo_import';
/** A list of this size is read while the page waits. */
const AT_ONCE = 600;
const ROWS_A_STATEMENT = 2_000;
const OWNER = 'people.import';

/**
 * Takes a list in: a file or a pasted table. Nothing of it is in the registry yet. Returns its id. Errors beside `file` or `text`: `table.…`
 * as the reader of tables says; `page.not_found` for who brings none.
 */
export async function bringList(ctx: Ctx, input: { file: { name: string; bytes: Uint8Array } } | { text: string }, kind?: ImportKind): Promise<string> {
  if (!bringsLists(ctx.actor, ctx.networkId, 'staff')) throw notFound();
  const field = 'file' in input ? 'file' : 'text';
  const table = await tableOf('file' in input ? input.file.bytes : input.text, null, field);
  const [id, count] = [newId(), table.rows.length];
  await inTransaction(ctx, async (tx) => {
    const { header, settings, kind: found, counts } = await guessed(tx, table, kind);
    if (!bringsLists(tx.actor, tx.networkId, found)) throw invalid(field, 'import.organisations_not_yours');
    await insertImport(tx, {
      id, header, settings, counts, kind: found, source: table.source, sheets: table.sheets, sheet: table.sheet, damaged: table.damaged,
      fileName: 'file' in input ? plainFileName(input.file.name) : '',
    }); // prettier-ignore
    await keepRows(tx, id, table);
    if ('file' in input) await saveFile(tx, { ownerType: OWNER, ownerId: id, name: plainFileName(input.file.name), mediaType: 'application/octet-stream', bytes: input.file.bytes });
    await audit(tx, { act: 'import.brought', subjectType: 'import', subjectId: id, data: { kind: found, rows: count } });
  });
  return id;
}

async function tableOf(input: Uint8Array | string, sheet: string | null, field: string): Promise<Table> {
  const read = await readTable(input, { sheet });
  if (!read.ok) throw invalid(field, read.error.code, { ...read.error.params });
  return read.table;
}

function plainFileName(name: string): string {
  return (name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}]/gu, '').trim().slice(0, 200);
}

/** What the headings say, or what a template says of headings like these. */
async function guessed(tx: Ctx, table: Table, kind?: ImportKind): Promise<{ header: StoredHeader; settings: ImportSettings; kind: ImportKind; counts: ImportCounts }> {
  let { kind: found, ...header } = readHeader(table.rows, kind);
  const known = await findTemplate(tx, headerSignature({ kind: found, columns: header.columns }));
  if (known) {
    found = known.kind;
    header = { ...header, columns: header.columns.map((column) => ({ ...column, field: (known.columns[column.index] ?? null) as ImportField | null, certainty: 1 })) };
  }
  const { left } = siftRows(table.rows, header.dataFrom, header.columns, false);
  const counts: ImportCounts = { totals: left.totals.length, hidden: left.hidden.length, repeatedHeadings: left.repeatedHeadings.length, titles: left.titles.length };
  return { header, kind: found, counts, settings: { withHidden: false, locale: tx.locale, organisationId: null, postsFrom: null, template: known?.name ?? null, goodOnly: false } };
}

/** Takes them out of the table as it goes on: a long list is in memory once, not twice. */
async function keepRows(tx: Ctx, id: string, table: Table): Promise<void> {
  const count = table.rows.length;
  while (table.rows.length > 0) {
    const rows = table.rows.splice(0, ROWS_A_STATEMENT).map(({ row, hidden, cells }) => ({
      row,
      hidden,
      cells: cells.map((cell): StoredCell => (cell.date === undefined && cell.number === undefined ? cell.text : [cell.text, cell.date ?? null, cell.number ?? null])),
    }));
    await insertImportRows(tx, id, rows);
  }
  if (count > AT_ONCE) await analyseImportRows(tx);
}

/** Reads another sheet of the same file. Errors: `page.not_found`, `import.not_possible_now`, `table.…` beside `sheet`. */
export async function chooseSheet(ctx: Ctx, id: string, sheet: string): Promise<void> {
  const found = await getImportFor(ctx, id, 'edit', { states: ['draft', 'checked'] });
  const file = await readFileOf(ctx, OWNER, found.id);
  if (!file || !found.sheets.includes(sheet)) throw invalid('sheet', 'choice.missing');
  const table = await tableOf(file.bytes, sheet, 'sheet');
  await inTransaction(ctx, async (tx) => {
    await getImportFor(tx, id, 'edit', { states: ['draft', 'checked'], lock: true });
    const { header, settings, kind, counts } = await guessed(tx, table);
    await deleteImportRows(tx, id);
    await keepRows(tx, id, table);
    await updateImport(tx, id, { header, settings, kind, counts, sheet, state: 'draft' });
  });
}

/** The first rows below the heading, for the page where columns are matched. */
export async function readMapping(ctx: Ctx, id: string) {
  const found = await getImportFor(ctx, id, 'read');
  const rows = await listStoredRows(ctx, id, 0, 60);
  const sample = rows.map(tableRow).slice(found.header.dataFrom).slice(0, 3);
  return { import: found, sample: sample.map(({ row, cells }) => ({ row, cells: cells.map(({ text }) => text.slice(0, 60)) })) };
}

/**
 * Says which column is what and reads the rows by it: at once, or as a job when there are many. Errors: `page.not_found`,
 * `import.not_possible_now`, `import.field_twice`, `import.name_missing` beside `columns`, `choice.missing` beside `kind` or `organisationId`.
 */
export async function mapColumns(ctx: Ctx, id: string, input: Mapping): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const found = await getImportFor(tx, id, 'edit', { states: ['draft', 'checked'], lock: true });
    checkMapping(tx, input);
    await checkPlace(tx, input);
    const columns = found.header.columns.map((column) => {
      const field = (input.columns[String(column.index)] ?? null) as ImportField | null;
      return { ...column, field: field !== null && fieldsOf(input.kind).includes(field) ? field : null, certainty: field === column.field ? column.certainty : 1 };
    });
    const header = { ...found.header, columns };
    if (input.template) await saveTemplateRow(tx, { kind: input.kind, name: input.template, signature: headerSignature({ kind: input.kind, columns }), columns: columns.map(({ field }) => field) });
    const settings = { ...found.settings, withHidden: input.withHidden, locale: input.locale ?? found.settings.locale, organisationId: input.organisationId ?? null, postsFrom: input.postsFrom ?? null, template: input.template ?? found.settings.template };
    await readAgain(tx, id, { kind: input.kind, header, settings });
    await audit(tx, { act: 'import.mapped', subjectType: 'import', subjectId: id });
  });
}

/** Reads all rows by what was decided: at once, or as a job when there are many. */
async function readAgain(tx: Ctx, id: string, decided: Pick<Parameters<typeof updateImport>[2], 'kind' | 'header' | 'settings'>): Promise<void> {
  await clearReadings(tx, id);
  const rows = await listStoredRows(tx, id, 0, AT_ONCE + 1);
  await updateImport(tx, id, { ...decided, state: 'checking' });
  if (rows.length > AT_ONCE) await updateImport(tx, id, { jobId: await startJob(tx, CHECK_JOB, { importId: id, grants: tx.actor.kind === 'account' ? tx.actor.grants : null }) });
  else await checkRows(tx, id);
}

/**
 * Says once what organisation a text means that stands in many rows, and reads the rows again. Errors: `page.not_found`,
 * `import.not_possible_now`, `choice.missing` beside `place.<number>.organisationId` or, when nothing was chosen, `place`.
 */
export async function choosePlaces(ctx: Ctx, id: string, input: z.output<typeof ChoosePlaces>): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const found = await getImportFor(tx, id, 'edit', { states: ['checked'], lock: true });
    const chosen = Object.entries(input.place).flatMap(([number, { text, organisationId }]) => (organisationId ? [{ number, text, organisationId }] : []));
    if (chosen.length === 0) throw invalid('place', 'choice.missing');
    for (const { number, organisationId } of chosen) await checkPlace(tx, { kind: found.kind, organisationId }, `place.${number}.organisationId`);
    const places = { ...found.settings.places, ...Object.fromEntries(chosen.map(({ text, organisationId }) => [text, organisationId])) };
    await readAgain(tx, id, { settings: { ...found.settings, places } });
    await audit(tx, { act: 'import.places_chosen', subjectType: 'import', subjectId: id, data: { count: chosen.length } });
  });
}

function checkMapping(ctx: Ctx, input: Mapping): void {
  const fields = Object.values(input.columns);
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  if (twice) throw invalid('columns', 'import.field_twice');
  const names = input.kind === 'staff' ? ['fullName', 'familyName', 'givenName'] : ['name', 'nameKk', 'nameRu', 'nameEn', 'nameKy', 'nameBe', 'nameHy', 'code'];
  if (!fields.some((field) => names.includes(field))) throw invalid('columns', 'import.name_missing');
  if (!bringsLists(ctx.actor, ctx.networkId, input.kind)) throw invalid('kind', 'choice.missing');
}

/** The place for rows that name none must be one to which she may bring such rows: said at once, not by each of the rows. */
async function checkPlace(tx: Ctx, { kind, organisationId }: Pick<Mapping, 'kind' | 'organisationId'>, field = 'organisationId'): Promise<void> {
  const place = organisationId === undefined ? null : await findOrganisation(tx, organisationId);
  if (place === null) return;
  if (!place || !openOrganisation(tx, place).abilities[kind === 'staff' ? 'addPerson' : 'addBelow'].allowed) throw invalid(field, 'choice.missing');
}

const ids = z.record(z.string(), z.string());

/** Who undecided rows are. Errors: `page.not_found`, `import.not_possible_now`, `choice.missing` beside `row.<number>` for somebody who was not proposed. */
export async function decideRows(ctx: Ctx, id: string, input: z.output<typeof Decisions>): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const found = await getImportFor(tx, id, 'edit', { states: ['checked'], lock: true });
    for (const [number, choice] of Object.entries(ids.parse(input.row))) {
      const [row] = await listReadRows(tx, id, 'all', { after: Number(number) - 1, limit: 1 });
      const proposed = row?.row_number === Number(number) ? row.candidates.map((candidate) => candidate.id) : [];
      if (!row || (choice !== 'new' && !proposed.includes(choice))) throw invalid(`row.${number}`, 'choice.missing');
      if (choice === 'new' && found.kind === 'staff' && !(row.draft as { post?: { fromDate: string | null } } | null)?.post?.fromDate) throw invalid(`row.${number}`, 'cell.date_missing');
      await decideRow(tx, id, Number(number), choice === 'new' ? { verdict: 'new', subjectId: null } : { verdict: 'change', subjectId: choice });
    }
    if (input.rest) await decideRest(tx, id, input.rest);
    await updateImport(tx, id, { counts: { ...found.counts, ...(await countVerdicts(tx, id)) } });
  });
}

/**
 * Puts the rows into the registry, as a job. `all`: nothing at all while a row has an error. Errors: `page.not_found`,
 * `import.not_possible_now`, `import.rows_wrong`, `import.rows_undecided`, `import.nothing_to_do` beside `how`.
 */
export async function runImport(ctx: Ctx, id: string, how: 'all' | 'good'): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const found = await getImportFor(tx, id, 'run', { states: ['checked'], lock: true });
    const counts = await countVerdicts(tx, id);
    if (how === 'all' && counts.wrong) throw invalid('how', 'import.rows_wrong', { count: counts.wrong });
    if (counts.undecided) throw invalid('how', 'import.rows_undecided', { count: counts.undecided });
    if (!counts.new && !counts.change) throw invalid('how', 'import.nothing_to_do');
    const auditId = await audit(tx, { act: 'import.started', subjectType: 'import', subjectId: id, data: { how } });
    const jobId = await startJob(tx, RUN_JOB, { importId: id, auditId });
    await updateImport(tx, id, { state: 'running', settings: { ...found.settings, goodOnly: how === 'good' }, counts: { ...found.counts, ...counts }, jobId, startedBy: tx.actor });
    return jobId;
  });
}

/** Until when the whole list may be taken back; null when it is not in the registry or too long ago. */
export function undoUntil(row: Pick<ImportRow, 'state' | 'done_at' | 'forgotten_at'>): Date | null {
  return row.state === 'done' && row.done_at && !row.forgotten_at ? undoEnd(row.done_at) : null;
}

/** Takes everything the list has written out of the registry again, as a job. Errors: `page.not_found`, `import.not_possible_now`, `import.too_late`. */
export async function undoImport(ctx: Ctx, id: string): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const found = await getImportFor(tx, id, 'undo', { states: ['done'], lock: true });
    const until = undoUntil(found);
    if (!until || until < tx.clock.now()) throw new AppError('import.too_late', 409);
    const auditId = await audit(tx, { act: 'import.undo_started', subjectType: 'import', subjectId: id });
    const jobId = await startJob(tx, UNDO_JOB, { importId: id, auditId });
    await updateImport(tx, id, { state: 'running', jobId, startedBy: tx.actor });
    return jobId;
  });
}

/** Throws a list away that never went into the registry. Errors: `page.not_found`, `import.not_possible_now`. */
export async function removeImport(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getImportFor(tx, id, 'edit', { states: ['draft', 'checked'], lock: true });
    await removeFilesOf(tx, OWNER, id);
    await deleteImport(tx, id);
    await audit(tx, { act: 'import.removed', subjectType: 'import', subjectId: id });
  });
}

/** Lists the actor brought, or everybody's for the centre; the latest first. Error: `page.not_found`. */
export async function listImportsFor(ctx: Ctx, page: { after?: string | undefined; limit?: number } = {}) {
  if (!bringsLists(ctx.actor, ctx.networkId, 'staff')) throw notFound();
  const limit = page.limit ?? 25;
  const by = readsAllImports(ctx.actor, ctx.networkId) ? null : ctx.actor.kind === 'account' ? ctx.actor.accountId : null;
  const rows = await listImports(ctx, { by, after: page.after }, limit + 1);
  return { imports: rows.slice(0, limit), next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null };
}
