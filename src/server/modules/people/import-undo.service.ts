/** Takes a list out of the registry again. What somebody has worked with since stays, and says so. */
import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { attempted } from '#server/platform/savepoint.ts';
import { insertRecordChanges } from './changes.queries.ts';
import type { Progress } from './import-check.service.ts';
import { findImport, listWritten, updateImport, updateWritten, type ImportRow } from './imports.queries.ts';
import { deleteOrganisation, deletePersons, listTouched, listWholeOrganisations, lockImported } from './imports-registry.queries.ts';
import type { Written } from './imports.tables.ts';
import { deleteAttestation, deleteEducation, updateEducation, type EducationValues } from './learning.queries.ts';
import { lockTree, updateOrganisation, type OrganisationValues } from './organisations.queries.ts';
import { wordsOf } from './organisations.service.ts';
import { keysOf } from './person-values.ts';
import { listNames, updatePerson, type PersonValues } from './persons.queries.ts';
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
  let kept = 0;
  if (found.kind === 'organisations') await lockTree(tx);
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const part = rows.slice(from, from + AT_ONCE);
    const reasons = found.kind === 'staff' ? await takeBackStaff(tx, found, part) : await takeBackOrganisations(tx, found, part);
    kept += reasons.size;
    await updateWritten(tx, id, part.map((row) => ({ row: row.row_number, written: reasons.has(row.row_number) ? row.written : null, keptBecause: reasons.get(row.row_number) ?? null })));
    await progress(Math.min(from + AT_ONCE, rows.length), rows.length);
  }
  await updateImport(tx, id, { state: 'undone', undoneAt: tx.clock.now(), counts: { ...found.counts, kept } });
  return { undone: rows.length - kept, kept };
}

async function takeBackStaff(tx: Ctx, found: ImportRow, rows: readonly WrittenRow[]): Promise<Map<number, Kept>> {
  const reasons = new Map<number, Kept>();
  // First what was added to people, then the people themselves: somebody made here may have got a further post here.
  const changed = rows.filter(({ written }) => !written.created);
  const touched = new Set(await listTouched(tx, 'person', changed.map(({ written }) => written.subjectId), found.done_at!));
  for (const row of changed) {
    if (touched.has(row.written.subjectId)) reasons.set(row.row_number, 'changed_since');
    else await restore(tx, row.written);
  }
  await refreshStanding(tx, changed.map(({ written }) => written.subjectId));
  await insertRecordChanges(tx, changed.filter(({ row_number }) => !reasons.has(row_number)).map(({ written }) => ({ subjectType: 'person', subjectId: written.subjectId, act: 'person.import_undone', changes: [] })));

  const created = rows.filter(({ written }) => written.created);
  const there = new Map((await lockImported(tx, created.map(({ written }) => written.subjectId), found.done_at!)).map(({ id, touched: worked }) => [id, worked]));
  for (const { row_number, written } of created) if (there.get(written.subjectId)) reasons.set(row_number, 'changed_since');
  const free = created.filter(({ written }) => there.get(written.subjectId) === false);
  const ids = free.map(({ written }) => written.subjectId);
  if (await attempted(tx, () => deletePersons(tx, ids))) return reasons;
  // Somebody of them stands in an event or on a certificate: one by one, to learn who.
  for (const { row_number, written } of free) if (!(await attempted(tx, () => deletePersons(tx, [written.subjectId])))) reasons.set(row_number, 'in_use');
  return reasons;
}

async function restore(tx: Ctx, { subjectId, before, posts, educations, attestations }: Written): Promise<void> {
  for (const id of posts) await deletePost(tx, id);
  for (const id of educations) await deleteEducation(tx, id);
  for (const id of attestations) await deleteAttestation(tx, id);
  for (const { table, id, version, values } of before) {
    if (table === 'post') await updatePost(tx, id, version, values as unknown as PostValues);
    else if (table === 'education') await updateEducation(tx, id, version, values as unknown as EducationValues);
    else if (table === 'person') {
      const person = values as unknown as PersonValues;
      await updatePerson(tx, subjectId, version, { ...person, ...keysOf(person, await listNames(tx, [subjectId])) });
    }
  }
}

async function takeBackOrganisations(tx: Ctx, found: ImportRow, rows: readonly WrittenRow[]): Promise<Map<number, Kept>> {
  const reasons = new Map<number, Kept>();
  const touched = new Set(await listTouched(tx, 'organisation', rows.map(({ written }) => written.subjectId), found.done_at!));
  const depth = new Map((await listWholeOrganisations(tx, true)).map((row) => [row.id, row.path.length]));
  // Children before parents.
  for (const { row_number, written } of rows.toSorted((a, b) => (depth.get(b.written.subjectId) ?? 0) - (depth.get(a.written.subjectId) ?? 0))) {
    const { subjectId, created, before } = written;
    if (!depth.has(subjectId)) continue;
    if (touched.has(subjectId)) reasons.set(row_number, 'changed_since');
    else if (created) {
      if (!(await attempted(tx, () => deleteOrganisation(tx, subjectId)))) reasons.set(row_number, 'in_use');
    } else {
      for (const { id, version, values } of before) {
        const organisation = values as unknown as OrganisationValues;
        if (!(await updateOrganisation(tx, id, version, { ...organisation, searchWords: wordsOf(organisation) }))) reasons.set(row_number, 'changed_since');
        else await insertRecordChanges(tx, [{ subjectType: 'organisation', subjectId, act: 'organisation.import_undone', changes: [] }]);
      }
    }
  }
  return reasons;
}
