import { sql, type SqlBool } from 'kysely';
import type { Actor, Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { ImportKind } from './import-fields.ts';
import './imports.tables.ts';
import type { ImportCounts, ImportSettings, ImportState, StoredCell, StoredHeader, Verdict } from './imports.tables.ts';
import type { ImportProblem } from './import-problems.ts';

type OwnTables = 'people.import' | 'people.import_row' | 'people.import_template';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface NewImport {
  id: string;
  kind: ImportKind;
  source: 'xlsx' | 'csv' | 'pasted';
  fileName: string;
  sheets: string[];
  sheet: string | null;
  header: StoredHeader;
  settings: ImportSettings;
  counts: ImportCounts;
  damaged: boolean;
}

export async function insertImport(tx: Ctx, row: NewImport): Promise<void> {
  const { actor } = tx;
  await on(tx.db)
    .insertInto('people.import')
    .values({
      id: row.id,
      network_id: tx.networkId,
      kind: row.kind,
      source: row.source,
      file_name: row.fileName,
      sheets: row.sheets,
      sheet: row.sheet,
      header: JSON.stringify(row.header),
      settings: JSON.stringify(row.settings),
      counts: JSON.stringify(row.counts),
      damaged: row.damaged,
      created_by: actor.kind === 'account' ? actor.accountId : null,
      created_by_name: actor.kind === 'account' ? actor.name : null,
      created_at: tx.clock.now(),
    })
    .execute();
}

/** Rows as they stand in the list: one statement for many, as one value. */
export async function insertImportRows(tx: Ctx, importId: string, rows: readonly { row: number; hidden: boolean; cells: readonly StoredCell[] }[]): Promise<void> {
  await sql`
    insert into people.import_row (network_id, import_id, row_number, is_hidden, cells)
    select ${tx.networkId}::uuid, ${importId}::uuid, r."row", r.hidden, r.cells
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r ("row" int, hidden boolean, cells jsonb)`.execute(tx.db);
}

/** After a long list: without figures of its own the planner takes it for a short one and compares every row with every other. */
export async function analyseImportRows(tx: Ctx): Promise<void> {
  await sql`analyze people.import_row`.execute(tx.db);
}

export async function deleteImportRows(tx: Ctx, importId: string): Promise<void> {
  await on(tx.db).deleteFrom('people.import_row').where('network_id', '=', tx.networkId).where('import_id', '=', importId).execute();
}

export async function deleteImport(tx: Ctx, importId: string): Promise<void> {
  await on(tx.db).deleteFrom('people.import').where('network_id', '=', tx.networkId).where('id', '=', importId).execute();
}

export async function findImport(ctx: Ctx, id: string, lock = false) {
  const query = on(ctx.db).selectFrom('people.import').selectAll().where('network_id', '=', ctx.networkId).where('id', '=', id);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}
export type ImportRow = NonNullable<Awaited<ReturnType<typeof findImport>>>;

/** The latest first, after the one given; `by`: only those of one account. */
export async function listImports(ctx: Ctx, filter: { by: string | null; after?: string | undefined }, limit: number) {
  let query = on(ctx.db)
    .selectFrom('people.import')
    .select(['id', 'kind', 'source', 'file_name', 'sheet', 'state', 'counts', 'created_by_name', 'created_at', 'done_at', 'undone_at', 'forgotten_at'])
    .where('network_id', '=', ctx.networkId);
  if (filter.by) query = query.where('created_by', '=', filter.by);
  if (filter.after) query = query.where('id', '<', filter.after);
  return query.orderBy('id', 'desc').limit(limit).execute();
}

export async function listImportNames(ctx: Ctx, ids: readonly string[]) {
  return on(ctx.db)
    .selectFrom('people.import')
    .select(['id', 'kind', 'file_name', 'created_by'])
    .where('network_id', '=', ctx.networkId)
    .where(sql<SqlBool>`id = any(${ids}::uuid[])`)
    .execute();
}

export interface ImportChange {
  kind?: ImportKind;
  state?: ImportState;
  header?: StoredHeader;
  settings?: ImportSettings;
  counts?: ImportCounts;
  sheet?: string | null;
  jobId?: string | null;
  startedBy?: Actor;
  doneAt?: Date | null;
  undoneAt?: Date | null;
  forgottenAt?: Date;
}

const namesOf = (actor: Actor) => ({
  started_by_name: actor.kind === 'account' ? actor.name : null,
  started_for_name: actor.kind === 'account' ? (actor.onBehalfOf?.name ?? null) : null,
});

export async function updateImport(tx: Ctx, id: string, change: ImportChange): Promise<void> {
  await on(tx.db)
    .updateTable('people.import')
    .set({
      ...(change.kind ? { kind: change.kind } : {}),
      ...(change.state ? { state: change.state } : {}),
      ...(change.header ? { header: JSON.stringify(change.header) } : {}),
      ...(change.settings ? { settings: JSON.stringify(change.settings) } : {}),
      ...(change.counts ? { counts: JSON.stringify(change.counts) } : {}),
      ...(change.sheet === undefined ? {} : { sheet: change.sheet }),
      ...(change.jobId === undefined ? {} : { job_id: change.jobId }),
      ...(change.startedBy === undefined ? {} : namesOf(change.startedBy)),
      ...(change.doneAt === undefined ? {} : { done_at: change.doneAt }),
      ...(change.undoneAt === undefined ? {} : { undone_at: change.undoneAt }),
      ...(change.forgottenAt === undefined ? {} : { forgotten_at: change.forgottenAt }),
    })
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .execute();
}

/** Rows in the order of the list after a row number. */
export async function listStoredRows(ctx: Ctx, importId: string, after: number, limit: number) {
  return on(ctx.db)
    .selectFrom('people.import_row')
    .select(['row_number', 'is_hidden', 'cells'])
    .where('network_id', '=', ctx.networkId)
    .where('import_id', '=', importId)
    .where('row_number', '>', after)
    .orderBy('row_number')
    .limit(limit)
    .execute();
}

export const ROW_FILTERS = ['all', 'new', 'change', 'same', 'undecided', 'wrong', 'left_out', 'warned', 'kept'] as const;
export type RowFilter = (typeof ROW_FILTERS)[number];

/** Rows as they were read, in the order of the list. */
export async function listReadRows(ctx: Ctx, importId: string, which: RowFilter, page: { after: number; limit: number }) {
  let query = on(ctx.db)
    .selectFrom('people.import_row')
    .select(['row_number', 'is_hidden', 'cells', 'verdict', 'draft', 'problems', 'candidates', 'subject_id', 'same_as_row', 'decided_by_hand', 'written', 'kept_because'])
    .where('network_id', '=', ctx.networkId)
    .where('import_id', '=', importId)
    .where('row_number', '>', page.after)
    .where('verdict', 'is not', null);
  if (which === 'all') query = query.where('verdict', '<>', 'left_out');
  else if (which === 'warned') query = query.where(sql<SqlBool>`verdict <> 'wrong' and jsonb_array_length(problems) > 0`);
  else if (which === 'kept') query = query.where('kept_because', 'is not', null);
  else query = query.where('verdict', '=', which);
  return query.orderBy('row_number').limit(page.limit).execute();
}
export type ReadRow = Awaited<ReturnType<typeof listReadRows>>[number];

export interface RowReading {
  row: number;
  verdict: Verdict;
  draft: object | null;
  problems: readonly ImportProblem[];
  candidates: readonly object[];
  subjectId: string | null;
  sameAsRow: number | null;
}

/** What was read of many rows, in one statement. */
export async function updateReadings(tx: Ctx, importId: string, rows: readonly RowReading[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update people.import_row r set verdict = v.verdict, draft = v.draft, problems = v.problems, candidates = v.candidates,
      subject_id = v."subjectId", same_as_row = v."sameAsRow", decided_by_hand = false
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as v ("row" int, verdict text, draft jsonb, problems jsonb, candidates jsonb, "subjectId" uuid, "sameAsRow" int)
    where r.network_id = ${tx.networkId} and r.import_id = ${importId} and r.row_number = v."row"`.execute(tx.db);
}

export async function clearReadings(tx: Ctx, importId: string): Promise<void> {
  await sql`
    update people.import_row set verdict = null, draft = null, problems = '[]', candidates = '[]', subject_id = null, same_as_row = null, decided_by_hand = false
    where network_id = ${tx.networkId} and import_id = ${importId} and verdict is not null`.execute(tx.db);
}

/** One decision a row: somebody there is, or new. */
export async function decideRow(tx: Ctx, importId: string, row: number, decision: { verdict: Verdict; subjectId: string | null }): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('people.import_row')
    .set({ verdict: decision.verdict, subject_id: decision.subjectId, decided_by_hand: true })
    .where('network_id', '=', tx.networkId)
    .where('import_id', '=', importId)
    .where('row_number', '=', row)
    .where('verdict', 'in', ['undecided', 'new', 'change', 'same'])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Everybody still undecided: new, or whom she resembles most. A new post without a beginning is an error. */
export async function decideRest(tx: Ctx, importId: string, as: 'new' | 'likeliest'): Promise<void> {
  await sql`
    update people.import_row set decided_by_hand = true,
      subject_id = case when ${as === 'likeliest'} then (candidates->0->>'id')::uuid end,
      verdict = case when ${as === 'likeliest'} then 'change' when draft->'post'->>'fromDate' is null then 'wrong' else 'new' end,
      problems = case when ${as === 'likeliest'} or draft->'post'->>'fromDate' is not null then problems else problems || jsonb_build_object(
        'row', row_number, 'column', null, 'value', '', 'code', 'cell.date_missing', 'severity', 'error', 'params', jsonb_build_object()) end
    where network_id = ${tx.networkId} and import_id = ${importId} and verdict = 'undecided'`.execute(tx.db);
}

export async function countVerdicts(ctx: Ctx, importId: string): Promise<ImportCounts> {
  const { rows } = await sql<{ verdict: Verdict; n: number; warned: number }>`
    select verdict, count(*)::int as n, count(*) filter (where jsonb_array_length(problems) > 0)::int as warned
    from people.import_row where network_id = ${ctx.networkId} and import_id = ${importId} and verdict is not null group by verdict`.execute(ctx.db);
  const of = (verdict: Verdict) => rows.find((row) => row.verdict === verdict)?.n ?? 0;
  const taken = rows.filter(({ verdict }) => verdict !== 'left_out');
  return {
    rows: taken.reduce((sum, { n }) => sum + n, 0),
    warnings: taken.filter(({ verdict }) => verdict !== 'wrong').reduce((sum, { warned }) => sum + warned, 0),
    new: of('new'),
    change: of('change'),
    same: of('same'),
    undecided: of('undecided'),
    wrong: of('wrong'),
  };
}

/** Problems whose text somebody can say the organisation of. */
export const PLACE_PROBLEMS = ['cell.organisation_unknown', 'cell.organisation_several', 'cell.parent_unknown', 'cell.parent_several'] as const;

export interface ProblemCount {
  code: string;
  letters: string | null;
  heading: string | null;
  severity: 'error' | 'warning';
  /** What stands in the cells, where an organisation was not found; else null. */
  place: string | null;
  n: number;
  row: number;
}

/** Problems by kind, the most frequent first: what to look at before the rows. */
export async function countProblems(ctx: Ctx, importId: string): Promise<ProblemCount[]> {
  const { rows } = await sql<ProblemCount>`
    select p->>'code' as code, p->'column'->>'letters' as letters, p->'column'->>'heading' as heading, p->>'severity' as severity,
      case when p->>'code' = any(${[...PLACE_PROBLEMS]}::text[]) then p->>'value' end as place, count(*)::int as n, min(row_number)::int as row
    from people.import_row, jsonb_array_elements(problems) p
    where network_id = ${ctx.networkId} and import_id = ${importId}
    group by 1, 2, 3, 4, 5 order by 4, 6 desc, 1, 5 limit 300`.execute(ctx.db);
  return rows;
}

export async function updateWritten(tx: Ctx, importId: string, rows: readonly { row: number; written: object | null; verdict?: Verdict; problems?: readonly ImportProblem[]; keptBecause?: string | null }[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update people.import_row r set written = v.written, verdict = coalesce(v.verdict, r.verdict),
      problems = case when v.problems is null then r.problems else r.problems || v.problems end, kept_because = v."keptBecause"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v ("row" int, written jsonb, verdict text, problems jsonb, "keptBecause" text)
    where r.network_id = ${tx.networkId} and r.import_id = ${importId} and r.row_number = v."row"`.execute(tx.db);
}

/** Rows that wrote something, the last first: they are taken back in that order. */
export async function listWritten(ctx: Ctx, importId: string) {
  return on(ctx.db)
    .selectFrom('people.import_row')
    .select(['row_number', 'written'])
    .where('network_id', '=', ctx.networkId)
    .where('import_id', '=', importId)
    .where('written', 'is not', null)
    .orderBy('row_number', 'desc')
    .execute();
}

/** Imports whose rows are to be forgotten: older than a moment. */
export async function listForgettable(ctx: Ctx, before: Date): Promise<string[]> {
  const rows = await on(ctx.db)
    .selectFrom('people.import')
    .select('id')
    .where('network_id', '=', ctx.networkId)
    .where('forgotten_at', 'is', null)
    .where('state', 'not in', ['checking', 'running'])
    .where(sql<SqlBool>`coalesce(done_at, created_at) < ${before}`)
    .limit(1000)
    .execute();
  return rows.map(({ id }) => id);
}

export async function listTemplates(ctx: Ctx) {
  return on(ctx.db).selectFrom('people.import_template').select(['id', 'kind', 'name', 'signature', 'columns']).where('network_id', '=', ctx.networkId).orderBy('name').limit(200).execute();
}

export async function findTemplate(ctx: Ctx, signature: string) {
  return on(ctx.db)
    .selectFrom('people.import_template')
    .select(['id', 'name', 'kind', 'columns'])
    .where('network_id', '=', ctx.networkId)
    .where(sql<SqlBool>`md5(signature) = md5(${signature})`)
    .executeTakeFirst();
}

/** Keeps which column is what under a name; the same headings or the same name are replaced. */
export async function saveTemplateRow(tx: Ctx, row: { kind: ImportKind; name: string; signature: string; columns: readonly (string | null)[] }): Promise<void> {
  const db = on(tx.db);
  await db
    .deleteFrom('people.import_template')
    .where('network_id', '=', tx.networkId)
    .where((eb) => eb.or([eb('name', '=', row.name), eb(sql`md5(signature)`, '=', sql`md5(${row.signature})`)]))
    .execute();
  await db
    .insertInto('people.import_template')
    .values({
      network_id: tx.networkId,
      kind: row.kind,
      name: row.name,
      signature: row.signature,
      columns: JSON.stringify(row.columns),
      created_by: tx.actor.kind === 'account' ? tx.actor.accountId : null,
      created_at: tx.clock.now(),
    })
    .execute();
}
