import type { Ctx } from '#server/platform/context.ts';
import { textIn } from '#server/platform/text/index.ts';
import { noteLooks } from './card-views.service.ts';
import { differences } from './changes.ts';
import type { ImportRow } from './imports.queries.ts';
import { countProblems, listReadRows, ROW_FILTERS, type ProblemCount, type ReadRow, type RowFilter } from './imports.queries.ts';
import { getImportFor } from './imports.access.ts';
import { changesOfPlan } from './import-changes.ts';
import { planOrganisation } from './import-organisation-plan.ts';
import type { OrganisationDraft } from './import-organisations.ts';
import { planStaff } from './import-plan.ts';
import type { ImportProblem } from './import-problems.ts';
import { recordsOf } from './import-records.ts';
import type { StaffDraft } from './import-staff.ts';
import type { Verdict } from './imports.tables.ts';
import { listRecords, listWholeOrganisations } from './imports-registry.queries.ts';
import { undoUntil } from './imports.service.ts';
import { comparableOrganisation, storedValues } from './organisations.service.ts';
import { organisationAbilities } from './people.policy.ts';
import { fullName } from './person-values.ts';
import { positionsOf } from './positions.service.ts';
import type { PostValues } from './posts.queries.ts';
import type { FieldChange } from './registry.tables.ts';

/** A record beside a row: who she is, so that a person can tell. */
export interface Beside {
  id: string;
  name: string;
  birthDate: string | null;
  place: string | null;
  post: string | null;
}

export interface RowView {
  row: number;
  verdict: Verdict;
  /** The row as it was read; of rows with errors the cells as they stand. */
  read: Omit<Beside, 'id'>;
  problems: ImportProblem[];
  /** What it would change. */
  changes: FieldChange[];
  candidates: Beside[];
  subject: Beside | null;
  keptBecause: string | null;
}

/** From the query of an address: which rows, after which. */
export function readRowView(query: URLSearchParams): { which: RowFilter | null; after: number } {
  const after = Number(query.get('after'));
  return { which: ROW_FILTERS.find((name) => name === query.get('show')) ?? null, after: Number.isInteger(after) && after > 0 && after < 1e7 ? after : 0 };
}

/** What needs a look first: people to be decided about, then errors, then what would change. */
function firstLook(row: ImportRow): RowFilter {
  const { undecided = 0, wrong = 0, change = 0, kept = 0 } = row.counts;
  if (row.state === 'undone' && kept > 0) return 'kept';
  if (row.state === 'checked' && undecided > 0) return 'undecided';
  if (wrong > 0) return 'wrong';
  return change > 0 ? 'change' : 'all';
}

/** A list with its rows, `limit` a page. Error: `page.not_found`. */
export async function showImport(ctx: Ctx, id: string, view: { which: RowFilter | null; after: number }, limit = 25) {
  const found = await getImportFor(ctx, id, 'read');
  const which = view.which ?? firstLook(found);
  const isRead = !['draft', 'checking'].includes(found.state) && !found.forgotten_at;
  const rows = isRead ? await listReadRows(ctx, id, which, { after: view.after, limit: limit + 1 }) : [];
  const shown = rows.slice(0, limit);
  const last = shown.at(-1)?.row_number ?? 0;
  const organisations = isRead ? await listWholeOrganisations(ctx) : [];
  const counted = isRead ? await countProblems(ctx, id) : [];
  const unknown = found.state === 'checked' ? counted.flatMap(({ place, n }) => (place ? [{ text: place, n }] : [])).slice(0, MOST_UNKNOWN) : [];
  return {
    import: { ...found, undoUntil: undoUntil(found) },
    which,
    after: view.after,
    rows: found.kind === 'staff' ? await staffViews(ctx, shown, organisations) : organisationViews(ctx, found, shown, organisations),
    next: rows.length > limit ? last : null,
    problems: problemLines(counted),
    /** Texts that mean no organisation, the most frequent first, and what they may be said to mean. */
    unknown,
    places: unknown.length > 0 ? placeChoices(ctx, found.kind, organisations) : [],
  };
}

const MOST_UNKNOWN = 20;

/** By code and column, whatever stands in the cells. */
function problemLines(counted: readonly ProblemCount[]): Omit<ProblemCount, 'place'>[] {
  const lines = new Map<string, Omit<ProblemCount, 'place'>>();
  for (const { place: _, ...line } of counted) {
    const key = JSON.stringify([line.code, line.letters, line.severity]);
    const known = lines.get(key);
    lines.set(key, known ? { ...known, n: known.n + line.n, row: Math.min(known.row, line.row) } : line);
  }
  return [...lines.values()];
}

type Organisations = Awaited<ReturnType<typeof listWholeOrganisations>>;
const placeChoices = (ctx: Ctx, kind: ImportRow['kind'], organisations: Organisations): { value: string; text: string }[] =>
  organisations
    .filter((row) => organisationAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.path }, { closed: row.closed_on !== null })[kind === 'staff' ? 'addPerson' : 'addBelow'].allowed)
    .map((row) => ({ value: row.id, text: `${row.code} · ${textIn(row.name, ctx.locale)}` }));

const cellsOf = (row: ReadRow) => row.cells.map((cell) => (typeof cell === 'string' ? cell : cell[0])).filter(Boolean).join(' · ').slice(0, 300);
const base = (row: ReadRow) => ({ row: row.row_number, verdict: row.verdict ?? 'left_out', problems: row.problems, keptBecause: row.kept_because });

async function staffViews(ctx: Ctx, rows: readonly ReadRow[], whole: Organisations): Promise<RowView[]> {
  const ids = [...new Set(rows.flatMap((row) => [...row.candidates.map(({ id }) => id), ...(row.subject_id ? [row.subject_id] : [])]))];
  const records = recordsOf(await listRecords(ctx, ids));
  // A birth date stands beside each row, and what the list would change.
  await noteLooks(ctx, [...records.keys()]);
  const organisations = new Map(whole.map((one) => [one.id, `${one.code} · ${textIn(one.name, ctx.locale)}`]));
  const positions = new Map((await positionsOf(ctx)).map((one) => [one.id, textIn(one.name, ctx.locale)]));
  const postName = (post: Pick<PostValues, 'positionId' | 'title'>) => post.title ?? positions.get(post.positionId ?? '') ?? null;
  const beside = (id: string): Beside[] => {
    const record = records.get(id);
    const post = record?.posts.find(({ values }) => values.toDate === null)?.values ?? record?.posts[0]?.values;
    return record ? [{ id, name: fullName(record.person), birthDate: record.person.birthDate, place: (post && organisations.get(post.organisationId)) ?? null, post: post ? postName(post) : null }] : [];
  };
  const words = { organisation: (id: string) => organisations.get(id) ?? null, position: (id: string) => positions.get(id) ?? null };
  return rows.map((row) => {
    const draft = row.draft as unknown as StaffDraft | null;
    const record = row.subject_id ? records.get(row.subject_id) : undefined;
    const planned = row.verdict === 'change' && draft && record ? planStaff(draft, record) : null;
    const changes = planned?.ok && record ? changesOfPlan(record, planned.plan, words).flatMap((one) => one.changes) : [];
    return {
      ...base(row),
      read: draft ? { name: fullName(draft.name), birthDate: draft.birthDate, place: organisations.get(draft.post.organisationId) ?? null, post: postName(draft.post) } : { name: cellsOf(row), birthDate: null, place: null, post: null },
      changes,
      candidates: row.candidates.flatMap(({ id }) => beside(id)),
      subject: row.subject_id ? (beside(row.subject_id)[0] ?? null) : null,
    };
  });
}

function organisationViews(ctx: Ctx, found: ImportRow, rows: readonly ReadRow[], whole: Organisations): RowView[] {
  const known = new Map(whole.map((one) => [one.id, one]));
  return rows.map((row) => {
    const draft = row.draft as unknown as OrganisationDraft | null;
    const existing = row.subject_id ? known.get(row.subject_id) : undefined;
    const changed = draft && existing && row.verdict === 'change' ? planOrganisation(draft, existing, true, found.settings.locale).changed : null;
    const name = draft ? [draft.code, draft.name[ctx.locale] ?? Object.values(draft.name)[0]].filter(Boolean).join(' · ') : cellsOf(row);
    const above = draft?.parent && 'existing' in draft.parent ? known.get(draft.parent.existing) : undefined;
    return {
      ...base(row),
      read: { name, birthDate: null, place: above ? `${above.code} · ${textIn(above.name, ctx.locale)}` : null, post: null },
      changes: changed && existing ? differences(comparableOrganisation(storedValues(existing)), comparableOrganisation(changed)) : [],
      candidates: [],
      subject: existing ? { id: existing.id, name: `${existing.code} · ${textIn(existing.name, ctx.locale)}`, birthDate: null, place: null, post: null } : null,
    };
  });
}
