/** Puts a checked list into the registry, in one transaction: a crash, a stop or a fault leaves nothing behind. */
import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { insertRecords, type NewRecord } from './bulk.service.ts';
import { recordChanges } from './changes.ts';
import type { NewChange } from './changes.queries.ts';
import { changesOfNew, changesOfPlan, type Change } from './import-changes.ts';
import type { Progress } from './import-check.service.ts';
import { changesNothing, newAttestations, newEducations, newPerson, newPost, planStaff, type ExistingRecord, type StaffPlan } from './import-plan.ts';
import { recordsOf } from './import-records.ts';
import type { StaffDraft } from './import-staff.ts';
import { writeOrganisations } from './import-run-organisations.service.ts';
import { postWords } from './import-post-words.ts';
import { countVerdicts, listReadRows, updateImport, updateWritten, type ImportRow, type ReadRow } from './imports.queries.ts';
import { listRecords } from './imports-registry.queries.ts';
import type { Written } from './imports.tables.ts';
import { insertAttestations, insertEducations, updateEducation } from './learning.queries.ts';
import { newId } from '#server/platform/ids.ts';
import { keysOf } from './person-values.ts';
import { listMergedNames, listNames, updatePerson, type NameParts } from './persons.queries.ts';
import { insertPosts, updatePost } from './posts.queries.ts';
import { refreshStanding } from './standing.ts';
import { insertSearchWords } from './standing.queries.ts';

const AT_ONCE = 500;

type WrittenRow = Parameters<typeof updateWritten>[2][number];

/** `stop`: asked between parts; when it says so everything is rolled back. */
export async function writeList(tx: Ctx, found: ImportRow, progress: Progress, stop: () => Promise<boolean>): Promise<void> {
  const total = (found.counts.new ?? 0) + (found.counts.change ?? 0);
  let done = 0;
  const next = async (count: number) => {
    done += count;
    await progress(Math.min(done, total), total);
    if (await stop()) throw new AppError('import.stopped', 409);
  };
  await next(0);
  const written = found.kind === 'staff' ? await writeStaff(tx, found, next) : await writeOrganisations(tx, found, next);
  const counts = await countVerdicts(tx, found.id);
  // All or nothing: what became impossible since it was read stops everything.
  if (!found.settings.goodOnly && counts.wrong) throw new AppError('import.rows_changed', 409, { count: counts.wrong });
  await updateImport(tx, found.id, { state: 'done', doneAt: tx.clock.now(), counts: { ...found.counts, wrong: counts.wrong ?? 0, written } });
}

async function* partsOf(tx: Ctx, importId: string, verdict: 'new' | 'change'): AsyncGenerator<ReadRow[]> {
  for (let after = 0; ; ) {
    const rows = await listReadRows(tx, importId, verdict, { after, limit: AT_ONCE });
    if (rows.length === 0) return;
    after = rows.at(-1)!.row_number;
    yield rows;
  }
}

const ofPerson = (importId: string, subjectId: string, changes: readonly Change[]) => changes.map((change): NewChange => ({ subjectType: 'person', subjectId, importId, ...change }));

const draftOf = (row: ReadRow) => row.draft as unknown as StaffDraft;

async function writeStaff(tx: Ctx, found: ImportRow, next: (count: number) => Promise<void>): Promise<number> {
  let count = 0;
  const wordsOf = postWords(tx);
  const subjects = new Map<number, string>();
  const later: ReadRow[] = [];
  for await (const rows of partsOf(tx, found.id, 'new')) {
    const fresh = rows.filter((row) => row.same_as_row === null && draftOf(row).post.fromDate !== null);
    later.push(...rows.filter((row) => row.same_as_row !== null));
    const records = fresh.map((row): NewRecord => {
      const draft = draftOf(row);
      return { id: newId(), ...newPerson(draft), posts: [newPost(draft.post, 'main')].filter((post) => post !== null), educations: newEducations(draft), attestations: newAttestations(draft) };
    });
    const ids = await insertRecords(tx, records);
    const words = await wordsOf(records.flatMap(({ posts }) => posts));
    await recordChanges(tx, records.flatMap((record, index) => ofPerson(found.id, ids[index]!, changesOfNew(record, words))));
    fresh.forEach((row, index) => subjects.set(row.row_number, ids[index]!));
    await updateWritten(tx, found.id, fresh.map((row, index) => ({ row: row.row_number, written: { subjectId: ids[index]!, created: true, posts: [], educations: [], attestations: [], before: [] } satisfies Written })));
    count += fresh.length;
    await next(fresh.length);
  }
  for await (const rows of partsOf(tx, found.id, 'change')) {
    rows.forEach((row) => row.subject_id && subjects.set(row.row_number, row.subject_id));
    count += await changePart(tx, found.id, wordsOf, rows.map((row) => ({ row, subject: row.subject_id, second: false })));
    await next(rows.length);
  }
  // A further row of somebody is a further post of hers; who already stood in the registry changed nothing there herself.
  const missing = [...new Set(later.flatMap((row) => (subjects.has(row.same_as_row!) ? [] : [row.same_as_row!])))];
  for (const number of missing) {
    const [root] = await listReadRows(tx, found.id, 'same', { after: number - 1, limit: 1 });
    if (root?.row_number === number && root.subject_id) subjects.set(number, root.subject_id);
  }
  for (let from = 0; from < later.length; from += AT_ONCE) {
    const part = later.slice(from, from + AT_ONCE);
    count += await changePart(tx, found.id, wordsOf, part.map((row) => ({ row, subject: subjects.get(row.same_as_row!) ?? null, second: true })));
    await next(part.length);
  }
  return count;
}

interface Wish {
  row: ReadRow;
  subject: string | null;
  second: boolean;
}

/** Records that are there, locked and looked at again: whatever changed since the list was read counts as it is now. */
async function changePart(tx: Ctx, importId: string, wordsOf: ReturnType<typeof postWords>, wishes: readonly Wish[]): Promise<number> {
  const written: WrittenRow[] = [];
  let left = [...wishes];
  // Two rows of one person in one part: the later one must see what the earlier has written.
  while (left.length > 0) {
    const seen = new Set<string>();
    const now = left.filter(({ subject }) => subject === null || (!seen.has(subject) && seen.add(subject)));
    left = left.filter((wish) => !now.includes(wish));
    const ids = now.flatMap(({ subject }) => subject ?? []);
    const records = recordsOf(await listRecords(tx, ids, true));
    const names = Map.groupBy([...(await listNames(tx, ids)), ...(await listMergedNames(tx, ids))], ({ personId }) => personId);
    const made: { subject: string; record: ExistingRecord; plan: StaffPlan }[] = [];
    for (const { row, subject, second } of now) {
      const record = subject === null ? undefined : records.get(subject);
      const planned = record && planStaff(draftOf(row), record, second);
      if (!subject || !record || !planned?.ok) {
        const [code, params] = planned && !planned.ok ? [planned.code, planned.params] : (['row.changed_since', {}] as const);
        written.push({ row: row.row_number, written: null, verdict: 'wrong', problems: [{ row: row.row_number, column: null, value: '', code, severity: 'error', params }] });
        continue;
      }
      if (changesNothing(planned.plan)) continue;
      written.push({ row: row.row_number, written: await write(tx, subject, record, planned.plan, names.get(subject) ?? []) });
      made.push({ subject, record, plan: planned.plan });
    }
    const words = await wordsOf(made.flatMap(({ record, plan }) => [...record.posts.map(({ values }) => values), ...(plan.post && 'add' in plan.post ? [plan.post.add] : [])]));
    await recordChanges(tx, made.flatMap(({ subject, record, plan }) => ofPerson(importId, subject, changesOfPlan(record, plan, words))));
  }
  const touched = written.flatMap(({ written: one }) => (one ? [(one as Written).subjectId] : []));
  await refreshStanding(tx, touched);
  await updateWritten(tx, importId, written);
  return touched.length;
}

async function write(tx: Ctx, id: string, record: ExistingRecord, plan: StaffPlan, names: readonly NameParts[]): Promise<Written> {
  const written: Written = { subjectId: id, created: false, posts: [], educations: [], attestations: [], before: [] };
  const kept = (table: Written['before'][number]['table'], of: string, version: number, values: object) => written.before.push({ table, id: of, version: version + 1, values: { ...values } });
  const sure = (done: boolean) => {
    if (!done) throw new Error(`a record locked for the import ${id} has changed`);
  };
  if (plan.person) {
    const keys = keysOf(plan.person, names);
    sure(await updatePerson(tx, id, record.version, { ...plan.person, ...keys }));
    await insertSearchWords(tx, keys.searchWords);
    kept('person', id, record.version, record.person);
  }
  if (plan.post && 'add' in plan.post) written.posts = await insertPosts(tx, [{ ...plan.post.add, personId: id }]);
  else if (plan.post) {
    sure(await updatePost(tx, plan.post.change.id, plan.post.change.version, plan.post.to));
    kept('post', plan.post.change.id, plan.post.change.version, plan.post.change.values);
  }
  if (plan.education && 'add' in plan.education) written.educations = await insertEducations(tx, [{ ...plan.education.add, personId: id }]);
  else if (plan.education) {
    sure(await updateEducation(tx, plan.education.change.id, plan.education.change.version, plan.education.to));
    kept('education', plan.education.change.id, plan.education.change.version, plan.education.change.values);
  }
  if (plan.attestation) written.attestations = await insertAttestations(tx, [{ ...plan.attestation.add, personId: id }]);
  return written;
}
