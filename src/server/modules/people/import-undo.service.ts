/** Takes a list out of the registry again. What somebody has worked with since stays, and says so. */
import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { attempted } from '#server/platform/savepoint.ts';
import { differences, recordChanges, recordGone } from './changes.ts';
import type { NewChange } from './changes.queries.ts';
import { changesOfUndo, isAsWritten, UNDONE } from './import-changes.ts';
import type { Progress } from './import-check.service.ts';
import { postWords } from './import-post-words.ts';
import { recordsOf } from './import-records.ts';
import { findImport, listWritten, updateImport, updateWritten, type ImportRow } from './imports.queries.ts';
import { deleteOrganisation, deletePersons, listRecords, listTouched, listWholeOrganisations, lockImported } from './imports-registry.queries.ts';
import type { Written } from './imports.tables.ts';
import { deleteAttestation, deleteEducation, updateEducation, type EducationValues } from './learning.queries.ts';
import { lockTree, updateOrganisation, type OrganisationValues } from './organisations.queries.ts';
import { comparableOrganisation, storedValues, wordsOf } from './organisations.service.ts';
import { keysOf } from './person-values.ts';
import { listMergedNames, listNames, updatePerson, type NameParts, type PersonValues } from './persons.queries.ts';
import { deletePost, updatePost, type PostValues } from './posts.queries.ts';
import { refreshStanding } from './standing.ts';

const AT_ONCE = 500;
type Kept = 'changed_since' | 'in_use';
type WrittenRow = { row_number: number; written: Written };

/** In one transaction, the last row first. Returns how many rows were taken back and how many had to stay. */
export async function takeBack(tx: Ctx, id: string, progress: Progress): Promise<{ undone: number; kept: number }> {
  const found = await findImport(tx, id, true);
  if (!found?.done_at) throw new AppError('page.not_found', 404);
  const rows = (await listWritten(tx, id)).flatMap((row) => (row.written ? [{ row_number: row.row_number, written: row.written }] : []));
  const way: Way = { found, wordsOf: postWords(tx), moved: new Map() };
  let kept = 0;
  if (found.kind === 'organisations') await lockTree(tx);
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const part = rows.slice(from, from + AT_ONCE);
    const reasons = found.kind === 'staff' ? await takeBackStaff(tx, way, part) : await takeBackOrganisations(tx, found, part);
    kept += reasons.size;
    await updateWritten(tx, id, part.map((row) => ({ row: row.row_number, written: reasons.has(row.row_number) ? row.written : null, keptBecause: reasons.get(row.row_number) ?? null })));
    await progress(Math.min(from + AT_ONCE, rows.length), rows.length);
  }
  await updateImport(tx, id, { state: 'undone', undoneAt: tx.clock.now(), counts: { ...found.counts, kept } });
  return { undone: rows.length - kept, kept };
}

/** Of what a row has changed and a later row changed again: as which version stands now what the earlier one has left. */
type Moved = Map<string, { left: number; now: number }>;

interface Way {
  found: ImportRow;
  wordsOf: ReturnType<typeof postWords>;
  moved: Moved;
}

async function takeBackStaff(tx: Ctx, way: Way, rows: readonly WrittenRow[]): Promise<Map<number, Kept>> {
  const { found } = way;
  // First what was added to people, then the people themselves: somebody made here may have got a further post here.
  const reasons = await giveBack(tx, way, rows.filter(({ written }) => !written.created));

  const created = rows.filter(({ written }) => written.created);
  const there = new Map((await lockImported(tx, created.map(({ written }) => written.subjectId), found)).map(({ id, touched: worked }) => [id, worked]));
  for (const { row_number, written } of created) if (there.get(written.subjectId)) reasons.set(row_number, 'changed_since');
  const free = created.filter(({ written }) => there.get(written.subjectId) === false);
  const ids = free.map(({ written }) => written.subjectId);
  if (!(await attempted(tx, () => deletePersons(tx, ids)))) {
    // Somebody of them stands in an event or on a certificate: one by one, to learn who.
    for (const { row_number, written } of free) if (!(await attempted(tx, () => deletePersons(tx, [written.subjectId])))) reasons.set(row_number, 'in_use');
  }
  await recordGone(tx, free.flatMap(({ row_number, written }) => (reasons.has(row_number) ? [] : [{ subjectType: 'person' as const, subjectId: written.subjectId, act: UNDONE.person, importId: found.id }])));
  return reasons;
}

/** Puts back what stood in records that were there before. */
async function giveBack(tx: Ctx, { found, wordsOf, moved }: Way, rows: readonly WrittenRow[]): Promise<Map<number, Kept>> {
  const reasons = new Map<number, Kept>();
  const touched = new Set(await listTouched(tx, 'person', rows.map(({ written }) => written.subjectId), found));
  const versionOf = (id: string, version: number) => (moved.get(id)?.left === version ? moved.get(id)!.now : version);
  let left = [...rows];
  // Of two rows of one person the earlier must see what the later has left.
  while (left.length > 0) {
    const seen = new Set<string>();
    const now = left.filter(({ written }) => !seen.has(written.subjectId) && seen.add(written.subjectId));
    left = left.filter((row) => !now.includes(row));
    const ids = now.map(({ written }) => written.subjectId);
    const records = recordsOf(await listRecords(tx, ids, true));
    const names = Map.groupBy([...(await listNames(tx, ids)), ...(await listMergedNames(tx, ids))], ({ personId }) => personId);
    const free = now.flatMap(({ row_number, written }) => {
      const record = records.get(written.subjectId);
      if (record && !touched.has(written.subjectId) && isAsWritten(written, record, versionOf)) return [{ written, record }];
      reasons.set(row_number, 'changed_since');
      return [];
    });
    const words = await wordsOf(free.flatMap(({ written, record }) => [...record.posts.map(({ values }) => values), ...written.before.flatMap(({ table, values }) => (table === 'post' ? [values as unknown as PostValues] : []))]));
    for (const { written } of free) {
      await restore(tx, written, names.get(written.subjectId) ?? [], versionOf);
      for (const { id, version } of written.before) moved.set(id, { left: version - 1, now: versionOf(id, version) + 1 });
    }
    await recordChanges(tx, free.flatMap(({ written, record }) => changesOfUndo(written, record, words).map((change) => ({ subjectType: 'person' as const, subjectId: written.subjectId, importId: found.id, ...change }))));
  }
  await refreshStanding(tx, rows.map(({ written }) => written.subjectId));
  return reasons;
}

async function restore(tx: Ctx, { subjectId, before, posts, educations, attestations }: Written, names: readonly NameParts[], versionOf: (id: string, version: number) => number): Promise<void> {
  const sure = (done: boolean) => {
    if (!done) throw new Error(`a record locked for taking back has changed: ${subjectId}`);
  };
  for (const id of posts) await deletePost(tx, id);
  for (const id of educations) await deleteEducation(tx, id);
  for (const id of attestations) await deleteAttestation(tx, id);
  for (const { table, id, version, values } of before) {
    const now = versionOf(id, version);
    if (table === 'post') sure(await updatePost(tx, id, now, values as unknown as PostValues));
    else if (table === 'education') sure(await updateEducation(tx, id, now, values as unknown as EducationValues));
    else if (table === 'person') {
      const person = values as unknown as PersonValues;
      sure(await updatePerson(tx, subjectId, now, { ...person, ...keysOf(person, names) }));
    }
  }
}

async function takeBackOrganisations(tx: Ctx, found: ImportRow, rows: readonly WrittenRow[]): Promise<Map<number, Kept>> {
  const reasons = new Map<number, Kept>();
  const changes: NewChange[] = [];
  const gone: Omit<NewChange, 'changes'>[] = [];
  const touched = new Set(await listTouched(tx, 'organisation', rows.map(({ written }) => written.subjectId), found));
  const known = new Map((await listWholeOrganisations(tx, true)).map((row) => [row.id, row]));
  const depth = ({ written }: WrittenRow) => known.get(written.subjectId)?.path.length ?? 0;
  // Children before parents.
  for (const { row_number, written } of rows.toSorted((a, b) => depth(b) - depth(a))) {
    const { subjectId, created, before } = written;
    const now = known.get(subjectId);
    if (!now) continue;
    const line = { subjectType: 'organisation' as const, subjectId, act: UNDONE.organisation, importId: found.id };
    if (touched.has(subjectId)) reasons.set(row_number, 'changed_since');
    else if (created) {
      if (await attempted(tx, () => deleteOrganisation(tx, subjectId))) gone.push(line);
      else reasons.set(row_number, 'in_use');
    } else {
      for (const { id, version, values } of before) {
        const organisation = values as unknown as OrganisationValues;
        if (!(await updateOrganisation(tx, id, version, { ...organisation, searchWords: wordsOf(organisation) }))) reasons.set(row_number, 'changed_since');
        else changes.push({ ...line, changes: differences(comparableOrganisation(storedValues(now)), comparableOrganisation(organisation)) });
      }
    }
  }
  await recordChanges(tx, changes);
  await recordGone(tx, gone);
  return reasons;
}
