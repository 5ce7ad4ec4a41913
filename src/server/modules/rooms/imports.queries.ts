import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { ImportState, KeptCandidate, KeptReport, MatchKind } from './rooms.tables.ts';
import './rooms.tables.ts';

type OwnTables = 'rooms.presence_import' | 'rooms.presence_import_row' | 'rooms.presence_event' | 'rooms.attendee';
const on = (ctx: Ctx) => ctx.db.$pickTables<OwnTables>();

export interface ImportRow {
  id: string;
  roomId: string;
  fileName: string;
  state: ImportState;
  importedAt: Date;
  appliedAt: Date | null;
  report: KeptReport;
}

const IMPORT = ['id', 'room_id as roomId', 'file_name as fileName', 'state', 'imported_at as importedAt', 'applied_at as appliedAt', 'report'] as const;

/** False: this very file is there already (and was not taken back). */
export async function insertImport(
  ctx: Ctx,
  row: { id: string; roomId: string; fileName: string; sha256: string; by: string | null; report: KeptReport },
): Promise<boolean> {
  const made = await on(ctx)
    .insertInto('rooms.presence_import')
    .values({
      id: row.id,
      network_id: ctx.networkId,
      room_id: row.roomId,
      source: 'zoom',
      file_name: row.fileName,
      sha256: row.sha256,
      imported_by: row.by,
      imported_at: ctx.clock.now(),
      report: JSON.stringify(row.report),
    })
    .onConflict((oc) => oc.doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

export interface NewImportRow {
  row: number;
  personKey: string;
  name: string;
  email: string | null;
  joinedAt: Date;
  leftAt: Date;
  matchKind: MatchKind;
  attendeeId: string | null;
  nameDiffers: boolean;
  candidates: KeptCandidate[];
}

const AT_ONCE = 2000;

export async function insertImportRows(ctx: Ctx, importId: string, rows: readonly NewImportRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const part = rows.slice(from, from + AT_ONCE).map((row) => ({
      row_number: row.row,
      person_key: row.personKey,
      name: row.name,
      email: row.email,
      joined_at: row.joinedAt,
      left_at: row.leftAt,
      match_kind: row.matchKind,
      attendee_id: row.attendeeId,
      name_differs: row.nameDiffers,
      candidates: row.candidates,
    }));
    await sql`
      insert into rooms.presence_import_row (network_id, import_id, row_number, person_key, name, email, joined_at, left_at, match_kind,
        attendee_id, name_differs, candidates)
      select ${ctx.networkId}::uuid, ${importId}::uuid, n.row_number, n.person_key, n.name, n.email, n.joined_at, n.left_at, n.match_kind,
        n.attendee_id, n.name_differs, n.candidates
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as n (row_number int, person_key text, name text, email text,
        joined_at timestamptz, left_at timestamptz, match_kind text, attendee_id uuid, name_differs boolean, candidates jsonb)`.execute(ctx.db);
  }
}

export async function findImport(ctx: Ctx, id: string, lock = false): Promise<ImportRow | undefined> {
  let query = on(ctx).selectFrom('rooms.presence_import').select(IMPORT).where('network_id', '=', ctx.networkId).where('id', '=', id);
  if (lock) query = query.forNoKeyUpdate();
  return query.executeTakeFirst();
}

/** The latest first, at most 100. */
export async function listImports(ctx: Ctx, roomId: string): Promise<ImportRow[]> {
  return on(ctx)
    .selectFrom('rooms.presence_import')
    .select(IMPORT)
    .where('network_id', '=', ctx.networkId)
    .where('room_id', '=', roomId)
    .orderBy('imported_at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
}

export interface ImportCounts {
  rows: number;
  people: number;
  matched: number;
  undecided: number;
  leftOut: number;
  /** Matched by e-mail although the name is another. */
  doubtful: number;
}

/** People (not rows) of a report by what was decided. */
export async function countImport(ctx: Ctx, importId: string): Promise<ImportCounts> {
  const { rows } = await sql<ImportCounts>`
    select coalesce(sum(rows), 0)::int as rows, count(*)::int as people, count(*) filter (where kind not in ('undecided', 'left_out'))::int as matched,
      count(*) filter (where kind = 'undecided')::int as undecided, count(*) filter (where kind = 'left_out')::int as "leftOut",
      count(*) filter (where differs)::int as doubtful
    from (select person_key, count(*) as rows, max(match_kind) as kind, bool_or(name_differs) as differs from rooms.presence_import_row
      where network_id = ${ctx.networkId} and import_id = ${importId} group by person_key) people`.execute(ctx.db);
  return rows[0] ?? { rows: 0, people: 0, matched: 0, undecided: 0, leftOut: 0, doubtful: 0 };
}

export type ImportPeople = 'all' | 'undecided' | 'matched' | 'doubtful' | 'left_out';

export interface ImportPerson {
  /** The first of her rows; decisions name it. */
  rowId: string;
  rowNumber: number;
  name: string;
  email: string | null;
  joins: number;
  firstJoin: Date;
  lastLeave: Date;
  matchKind: MatchKind;
  nameDiffers: boolean;
  attendeeId: string | null;
  attendeeLabel: string | null;
  candidates: KeptCandidate[];
}

function whichPeople(which: ImportPeople): RawBuilder<unknown> {
  if (which === 'undecided' || which === 'left_out') return sql`and f.match_kind = ${which}`;
  if (which === 'matched') return sql`and f.attendee_id is not null`;
  return which === 'doubtful' ? sql`and f.name_differs` : sql``;
}

/** People of a report in the order of the file, `limit` and one more, after a row number. */
export async function listImportPeople(
  ctx: Ctx,
  importId: string,
  which: ImportPeople,
  page: { limit: number; after: number },
): Promise<ImportPerson[]> {
  const { rows } = await sql<ImportPerson>`
    select f.id as "rowId", f.row_number as "rowNumber", f.name, f.email, p.joins, p.first_join as "firstJoin", p.last_leave as "lastLeave",
      f.match_kind as "matchKind", f.name_differs as "nameDiffers", f.attendee_id as "attendeeId", a.label as "attendeeLabel", f.candidates
    from (select person_key, min(row_number) as first_row, count(*)::int as joins, min(joined_at) as first_join, max(left_at) as last_leave
      from rooms.presence_import_row where network_id = ${ctx.networkId} and import_id = ${importId} group by person_key) p
    join rooms.presence_import_row f on f.network_id = ${ctx.networkId} and f.import_id = ${importId} and f.row_number = p.first_row
    left join rooms.attendee a on a.network_id = f.network_id and a.id = f.attendee_id
    where p.first_row > ${page.after} ${whichPeople(which)}
    order by p.first_row limit ${page.limit + 1}`.execute(ctx.db);
  return rows;
}

export async function findImportRow(ctx: Ctx, rowId: string) {
  return on(ctx)
    .selectFrom('rooms.presence_import_row')
    .select(['id', 'import_id as importId', 'person_key as personKey', 'name', 'email', 'row_number as rowNumber'])
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', rowId)
    .executeTakeFirst();
}

/** One decision for all rows of the same person in this report. */
export async function updateMatch(ctx: Ctx, importId: string, rowId: string, attendeeId: string | null): Promise<void> {
  await sql`
    update rooms.presence_import_row r
    set match_kind = ${attendeeId === null ? 'left_out' : 'person'}, attendee_id = ${attendeeId}, name_differs = false
    from rooms.presence_import_row f
    where f.network_id = ${ctx.networkId} and f.import_id = ${importId} and f.id = ${rowId}
      and r.network_id = f.network_id and r.import_id = f.import_id and r.person_key = f.person_key`.execute(ctx.db);
}

export async function leaveOutUndecided(ctx: Ctx, importId: string): Promise<void> {
  await on(ctx)
    .updateTable('rooms.presence_import_row')
    .set({ match_kind: 'left_out' })
    .where('network_id', '=', ctx.networkId)
    .where('import_id', '=', importId)
    .where('match_kind', '=', 'undecided')
    .execute();
}

/** Everybody a report is about, once. */
export async function listImportAttendees(ctx: Ctx, importId: string): Promise<string[]> {
  const rows = await on(ctx)
    .selectFrom('rooms.presence_import_row')
    .select('attendee_id')
    .distinct()
    .where('network_id', '=', ctx.networkId)
    .where('import_id', '=', importId)
    .where('attendee_id', 'is not', null)
    .execute();
  return rows.flatMap((row) => (row.attendee_id ? [row.attendee_id] : []));
}

/** The matched rows become raw events. Joined and left in the same second leaves no stretch. */
export async function insertImportEvents(ctx: Ctx, roomId: string, importId: string): Promise<void> {
  await sql`
    insert into rooms.presence_event (network_id, room_id, attendee_id, kind, source, at, from_at, to_at, import_id)
    select r.network_id, ${roomId}::uuid, r.attendee_id, 'interval', 'zoom', ${ctx.clock.now()}, r.joined_at, r.left_at, r.import_id
    from rooms.presence_import_row r
    where r.network_id = ${ctx.networkId} and r.import_id = ${importId} and r.attendee_id is not null and r.left_at > r.joined_at
    order by r.row_number`.execute(ctx.db);
}

export async function setImportState(ctx: Ctx, importId: string, state: 'applied' | 'undone'): Promise<void> {
  const now = ctx.clock.now();
  await on(ctx)
    .updateTable('rooms.presence_import')
    .set(state === 'applied' ? { state, applied_at: now } : { state, undone_at: now })
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', importId)
    .execute();
}

/** Names of seats, for candidates and search. */
export async function listLabels(ctx: Ctx, roomId: string, ids: readonly string[]): Promise<Map<string, { label: string; country: string | null }>> {
  if (ids.length === 0) return new Map();
  const rows = await on(ctx)
    .selectFrom('rooms.attendee')
    .select(['id', 'label', 'country'])
    .where('network_id', '=', ctx.networkId)
    .where('room_id', '=', roomId)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, { label: row.label, country: row.country }]));
}

/** Names and addresses of people a report named and nobody matched, in reports older than `before`. Returns how many rows were blanked. */
export async function blankStrangers(ctx: Ctx, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update rooms.presence_import_row r set name = '', email = null, person_key = r.id::text
    from rooms.presence_import i
    where i.network_id = ${ctx.networkId} and i.imported_at < ${before} and r.network_id = i.network_id and r.import_id = i.id
      and (r.attendee_id is null or i.state = 'undone') and (r.name <> '' or r.email is not null)`.execute(ctx.db);
  return Number(numAffectedRows ?? 0);
}
