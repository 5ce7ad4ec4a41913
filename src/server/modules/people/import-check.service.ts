/** Reads the rows of a list by its columns and finds out what each would do to the registry. Writes nothing but what it read. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { TableRow } from '#server/platform/tabular/workbook.ts';
import { findAlike, prepared, type KnownPerson, type Prepared } from './import-alike.ts';
import { tableRow } from './import-cells.ts';
import { readOrganisationRows, type OrganisationDraft } from './import-organisations.ts';
import { placeFinder, withChosen } from './import-places.ts';
import { planOrganisation } from './import-organisation-plan.ts';
import { changesNothing, planStaff } from './import-plan.ts';
import { positionFinder } from './import-positions.ts';
import type { ImportProblem } from './import-problems.ts';
import { siftRows, type SiftedRows } from './import-rows.ts';
import { readStaffRow, type StaffDraft } from './import-staff.ts';
import { recordsOf } from './import-records.ts';
import { countVerdicts, findImport, listStoredRows, updateImport, updateReadings, type ImportRow, type RowReading } from './imports.queries.ts';
import { listExactly, listMatchable, listRecords, listWholeOrganisations } from './imports-registry.queries.ts';
import { organisationAbilities, personScope } from './people.policy.ts';
import { fullName } from './person-values.ts';
import { positionsOf } from './positions.service.ts';
import { nameKey } from './names.ts';
import { searchWords } from './search-words.ts';
import { todayOf } from './standing.ts';

const AT_ONCE = 500;
export type Progress = (done: number, total: number) => Promise<void>;

/** Belongs into a transaction. The actor of `ctx` is who brought the list: what she may not do is a problem of the row. */
export async function checkRows(ctx: Ctx, id: string, progress: Progress = async () => {}): Promise<void> {
  const found = await findImport(ctx, id);
  if (!found) throw new AppError('page.not_found', 404);
  const sifted = siftRows(await storedRows(ctx, id), found.header.dataFrom, found.header.columns, found.settings.withHidden);
  await updateReadings(ctx, id, leftOut(sifted));
  if (found.kind === 'staff') await checkStaff(ctx, found, sifted.rows, progress);
  else {
    const readings = await checkOrganisations(ctx, found, sifted.rows);
    for (let from = 0; from < readings.length; from += AT_ONCE) await updateReadings(ctx, id, readings.slice(from, from + AT_ONCE));
  }
  const counts = { totals: sifted.left.totals.length, hidden: sifted.left.hidden.length, repeatedHeadings: sifted.left.repeatedHeadings.length, titles: sifted.left.titles.length };
  await updateImport(ctx, id, { state: 'checked', counts: { ...counts, ...(await countVerdicts(ctx, id)) } });
}

/** In parts: what the database sends is let go before the next part comes. */
async function storedRows(ctx: Ctx, id: string): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for (let after = 0; ; ) {
    const part = await listStoredRows(ctx, id, after, 2_000);
    if (part.length === 0) return rows;
    for (const row of part) rows.push(tableRow(row));
    after = part.at(-1)!.row_number;
  }
}

const leftOut = ({ left }: SiftedRows): RowReading[] =>
  Object.values(left).flatMap((rows) => rows.map((row) => ({ row, verdict: 'left_out' as const, draft: null, problems: [], candidates: [], subjectId: null, sameAsRow: null })));

/** What the rules ask of the registry: its places and posts, in the reader's language. */
async function placesOf(ctx: Ctx, chosen: ImportRow['settings']['places']) {
  const organisations = await listWholeOrganisations(ctx);
  const byId = new Map(organisations.map((row) => [row.id, row]));
  const find = withChosen(placeFinder(organisations.map(({ id, code, name, settlement, path, closed_on }) => ({ id, code, name, settlement, path, closed: closed_on !== null }))), chosen);
  const placeName = (id: string) => {
    const row = byId.get(id);
    return row ? `${row.code} · ${textIn(row.name, ctx.locale)}` : '';
  };
  return { organisations, byId, find, placeName };
}

/** Takes the rows away as it goes on, and keeps of those behind only what tells a person again: a list of twenty thousand must not stand in memory three times. */
async function checkStaff(ctx: Ctx, found: ImportRow, rows: TableRow[], progress: Progress): Promise<void> {
  const { byId, find, placeName } = await placesOf(ctx, found.settings.places);
  const refused = new Map<string, 'closed' | 'not_yours' | null>();
  const placeRefused = (id: string) => {
    const row = byId.get(id);
    if (!row) return 'not_yours';
    if (!refused.has(id)) {
      const ability = organisationAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.path }, { closed: row.closed_on !== null }).addPerson;
      refused.set(id, ability.allowed ? null : ability.reason === 'organisation_closed' ? 'closed' : 'not_yours');
    }
    return refused.get(id) ?? null;
  };
  const { organisationId, postsFrom } = found.settings;
  const context = {
    columns: found.header.columns,
    today: await todayOf(ctx),
    find,
    placeName,
    placeRefused,
    position: positionFinder(await positionsOf(ctx)),
    // Somebody else's place would be a way around the rights.
    organisationId: organisationId !== null && placeRefused(organisationId) === null ? organisationId : null,
    postsFrom,
  };
  const scope = personScope(ctx.actor, ctx.networkId);
  const earlier: Earlier = new Map();
  const total = rows.length;
  rows.reverse();
  while (rows.length > 0) {
    const part = rows.splice(-AT_ONCE).reverse().map((row) => ({ row: row.row, ...readStaffRow(row, context) }));
    await breathe();
    const index = await indexFor(ctx, part.flatMap(({ draft }) => draft ?? []), scope === 'network' ? null : scope);
    const judged: { reading: RowReading; draft: StaffDraft | null }[] = [];
    for (const [at, { row, draft, problems }] of part.entries()) {
      if (at % 50 === 49) await breathe();
      judged.push({ draft, reading: judge(row, draft, problems, index, earlier) });
    }
    await compareWithRecords(ctx, judged);
    await updateReadings(ctx, found.id, judged.map(({ reading }) => reading));
    await progress(total - rows.length, total);
  }
}

/** Rows before this one, by the key of the name. */
type Earlier = Map<string, { row: number; birthDate: string | null; post: Pick<StaffDraft['post'], 'organisationId' | 'positionId' | 'title' | 'kind'> }[]>;

/** Whoever has the very name and birth date is found at once; only the others are compared with all who resemble them. */
async function indexFor(ctx: Ctx, drafts: readonly StaffDraft[], scope: readonly string[] | null): Promise<Index> {
  const born = drafts.flatMap((draft) => (draft.birthDate === null ? [] : [{ key: nameKey(fullName(draft.name)), birthDate: draft.birthDate }]));
  const exact = Map.groupBy(await listExactly(ctx, born.map(({ key }) => key), born.map(({ birthDate }) => birthDate), scope), ({ key, birthDate }) => `${key}|${birthDate}`);
  const rest = drafts.filter((draft) => exact.get(`${nameKey(fullName(draft.name))}|${draft.birthDate}`)?.length !== 1);
  const words = new Set(rest.flatMap(({ name }) => searchWords(name.familyName)).filter((word) => word.length > 1));
  const births = [...new Set(rest.flatMap(({ birthDate }) => birthDate ?? []))];
  const known = rest.length === 0 ? [] : await listMatchable(ctx, [...words], births, scope);
  return { exact: new Map([...exact].map(([key, people]) => [key, people.map(({ id }) => id)])), ...(await indexed(known, words)) };
}

interface Index {
  exact: Map<string, string[]>;
  byWord: Map<string, Prepared[]>;
  byBirth: Map<string, Prepared[]>;
}

async function indexed(known: readonly KnownPerson[], wanted: ReadonlySet<string>): Promise<Omit<Index, 'exact'>> {
  const index: Omit<Index, 'exact'> = { byWord: new Map(), byBirth: new Map() };
  const add = (map: Map<string, Prepared[]>, key: string, person: Prepared) => {
    const list = map.get(key);
    if (list) list.push(person);
    else map.set(key, [person]);
  };
  for (const [at, one] of known.entries()) {
    if (at % 500 === 499) await breathe();
    const person = prepared(one);
    for (const word of one.words) if (wanted.has(word)) add(index.byWord, word, person);
    if (person.birthDate) add(index.byBirth, person.birthDate, person);
  }
  return index;
}

/** Who the row is: somebody of an earlier row, somebody of the registry, perhaps somebody, or new. */
function judge(row: number, draft: StaffDraft | null, problems: ImportProblem[], index: Index, earlier: Earlier): RowReading {
  const reading: RowReading = { row, verdict: 'wrong', draft, problems, candidates: [], subjectId: null, sameAsRow: null };
  if (!draft) return reading;
  const key = nameKey(fullName(draft.name));
  const namesakes = earlier.get(key) ?? [];
  const twin = namesakes.find((one) => one.birthDate === draft.birthDate && (one.birthDate !== null || one.post.organisationId === draft.post.organisationId));
  const { organisationId, positionId, title, kind } = draft.post;
  earlier.set(key, [...namesakes, { row, birthDate: draft.birthDate, post: { organisationId, positionId, title, kind } }]);
  if (twin) {
    const [a, b] = [twin.post, draft.post];
    const repeated = a.organisationId === b.organisationId && a.positionId === b.positionId && a.title === b.title && (a.kind === b.kind || b.kind === null);
    problems.push({ row, column: null, value: fullName(draft.name), code: 'row.twice_in_file', severity: 'warning', params: { row: twin.row } });
    return { ...reading, ...(repeated ? { verdict: 'same' as const } : withoutBeginning(row, draft, problems)), sameAsRow: twin.row };
  }
  const exactly = index.exact.get(`${key}|${draft.birthDate}`);
  if (exactly?.length === 1) return { ...reading, verdict: 'change', subjectId: exactly[0]! };
  const words = searchWords(draft.name.familyName).filter((word) => word.length > 1);
  const near = new Set([...words.flatMap((word) => index.byWord.get(word) ?? []), ...(draft.birthDate ? (index.byBirth.get(draft.birthDate) ?? []) : [])]);
  const alike = findAlike(draft, near);
  if (alike.kind === 'certain') return { ...reading, verdict: 'change', subjectId: alike.id };
  if (alike.kind === 'question') return { ...reading, verdict: 'undecided', candidates: alike.candidates };
  return { ...reading, ...withoutBeginning(row, draft, problems) };
}

/** A new post must begin some day. */
function withoutBeginning(row: number, draft: StaffDraft, problems: ImportProblem[]): Pick<RowReading, 'verdict' | 'problems'> {
  if (draft.post.fromDate !== null) return { verdict: 'new', problems };
  return { verdict: 'wrong', problems: [...problems, { row, column: null, value: fullName(draft.name), code: 'cell.date_missing', severity: 'error', params: {} }] };
}

/** Of those who are there: whether the row changes anything, and whether it can. */
async function compareWithRecords(ctx: Ctx, judged: { reading: RowReading; draft: StaffDraft | null }[]): Promise<void> {
  const records = recordsOf(await listRecords(ctx, [...new Set(judged.flatMap(({ reading }) => reading.subjectId ?? []))]));
  for (const { reading, draft } of judged) {
    const record = reading.subjectId ? records.get(reading.subjectId) : undefined;
    if (!draft || !record) continue;
    const planned = planStaff(draft, record);
    if (planned.ok) reading.verdict = changesNothing(planned.plan) ? 'same' : 'change';
    else {
      reading.verdict = 'wrong';
      reading.problems = [...reading.problems, { row: reading.row, column: null, value: fullName(draft.name), code: planned.code, severity: 'error', params: planned.params }];
    }
  }
}

async function checkOrganisations(ctx: Ctx, found: ImportRow, rows: readonly TableRow[]): Promise<RowReading[]> {
  const { organisations, byId, find, placeName } = await placesOf(ctx, found.settings.places);
  const place = (path: readonly string[]) => ({ networkId: ctx.networkId, organisationPath: path });
  const read = readOrganisationRows(rows, {
    columns: found.header.columns,
    locale: found.settings.locale,
    find,
    placeName,
    codes: new Set(organisations.map(({ code }) => code)),
    parentId: found.settings.organisationId,
  });
  const byCode = new Map(organisations.map((row) => [row.code, row]));
  return read.map(({ row, draft, problems }): RowReading => {
    const reading: RowReading = { row, verdict: 'wrong', draft, problems, candidates: [], subjectId: null, sameAsRow: null };
    if (!draft) return reading;
    const error = (code: ImportProblem['code']): RowReading => ({
      ...reading,
      problems: [...problems, { row, column: null, value: Object.values(draft.name)[0] ?? draft.code, code, severity: 'error', params: { organisation: Object.values(draft.name)[0] ?? '' } }],
    });
    const existing = existingOf(draft, byCode, find);
    if (existing) {
      const whole = byId.get(existing)!;
      const abilities = organisationAbilities(ctx.actor, place(whole.path), { closed: whole.closed_on !== null });
      if (!abilities.edit.allowed) return error(whole.closed_on === null ? 'cell.organisation_not_yours' : 'cell.organisation_closed');
      if (!abilities.arrange.allowed) draft.kind = null;
      const { changed, movesTo } = planOrganisation(draft, whole, abilities.arrange.allowed, found.settings.locale);
      if (movesTo) problems.push({ row, column: null, value: '', code: 'cell.parent_differs', severity: 'warning', params: { organisation: placeName(whole.parent_id ?? '') } });
      return { ...reading, verdict: changed ? 'change' : 'same', subjectId: existing };
    }
    const parent = draft.parent && 'existing' in draft.parent ? byId.get(draft.parent.existing) : null;
    // Whoever may add below a place may add below what she adds there.
    const at = draft.parent && 'row' in draft.parent ? null : parent;
    if (at === null && draft.parent) return { ...reading, verdict: 'new' };
    const allowed = organisationAbilities(ctx.actor, at ? place(at.path) : { networkId: ctx.networkId }, { closed: at?.closed_on !== null && at !== undefined && at !== null }).addBelow;
    return allowed.allowed ? { ...reading, verdict: 'new' } : error(allowed.reason === 'organisation_closed' ? 'cell.organisation_closed' : 'cell.organisation_not_yours');
  });
}

/** An organisation is there if its code is; without a code, if its name is, letter for letter. */
function existingOf(draft: OrganisationDraft, byCode: ReadonlyMap<string, { id: string }>, find: ReturnType<typeof placeFinder>): string | null {
  if (!draft.codeMade && draft.code !== '') return byCode.get(draft.code)?.id ?? null;
  if (draft.codeMade) return null;
  const answer = Object.values(draft.name).map((text) => find(text)).find((one) => one.found === 'one' && !one.nearly);
  return answer?.found === 'one' ? answer.id : null;
}
