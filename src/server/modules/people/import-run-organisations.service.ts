import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { differences, recordChanges } from './changes.ts';
import type { NewChange } from './changes.queries.ts';
import { newOrganisation, planOrganisation } from './import-organisation-plan.ts';
import type { OrganisationDraft } from './import-organisations.ts';
import { listReadRows, updateWritten, type ImportRow, type ReadRow } from './imports.queries.ts';
import { listWholeOrganisations } from './imports-registry.queries.ts';
import type { Written } from './imports.tables.ts';
import { networkOf } from './networks.service.ts';
import { insertOrganisation, lockTree, updateOrganisation } from './organisations.queries.ts';
import { comparableOrganisation, storedValues, wordsOf } from './organisations.service.ts';
import { insertSearchWords } from './standing.queries.ts';

const MOST = 30_000;
const AT_ONCE = 200;

/** Parents before children, whatever their order in the list; what hangs under a row that was not taken is not taken either. */
export async function writeOrganisations(tx: Ctx, found: ImportRow, next: (count: number) => Promise<void>): Promise<number> {
  await lockTree(tx);
  const network = await networkOf(tx);
  const { locale } = found.settings;
  const known = new Map((await listWholeOrganisations(tx, true)).map((row) => [row.id, row]));
  const codes = new Set([...known.values()].map(({ code }) => code));
  const rows = await listReadRows(tx, found.id, 'all', { after: 0, limit: MOST });
  const byNumber = new Map(rows.map((row) => [row.row_number, row]));
  const places = new Map<number, { id: string; path: string[]; country: string; timeZone: string }>();
  const written: Parameters<typeof updateWritten>[2][number][] = [];
  const changes: NewChange[] = [];
  const wrong = (row: ReadRow) => written.push({ row: row.row_number, written: null, verdict: 'wrong', problems: [{ row: row.row_number, column: null, value: '', code: 'row.changed_since', severity: 'error', params: {} }] });
  const placeOf = (row: { id: string; path: string[]; country: string; time_zone: string }) => ({ id: row.id, path: row.path, country: row.country, timeZone: row.time_zone });

  async function settle(row: ReadRow): Promise<void> {
    if (places.has(row.row_number) || written.some((one) => one.row === row.row_number)) return;
    const draft = row.draft as unknown as OrganisationDraft | null;
    const existing = row.subject_id ? known.get(row.subject_id) : undefined;
    if (row.verdict === 'same' || row.verdict === 'change') {
      if (!existing || !draft) return void wrong(row);
      places.set(row.row_number, placeOf(existing));
      if (row.verdict === 'change') await change(row, draft, existing);
      return;
    }
    if (row.verdict !== 'new' || !draft) return;
    const above = draft.parent && 'row' in draft.parent ? byNumber.get(draft.parent.row) : undefined;
    if (above) await settle(above);
    const existingAbove = draft.parent && 'existing' in draft.parent ? known.get(draft.parent.existing) : undefined;
    const parent = above ? places.get(above.row_number) : existingAbove && !existingAbove.closed_on ? placeOf(existingAbove) : undefined;
    if ((draft.parent && !parent) || codes.has(draft.code)) return void wrong(row);
    const values = newOrganisation(draft, parent ?? { country: network.country, timeZone: network.timeZone }, locale);
    const id = newId();
    const path = [...(parent?.path ?? []), id];
    const words = wordsOf(values);
    await insertOrganisation(tx, { ...values, id, parentId: parent?.id ?? null, path, searchWords: words });
    await insertSearchWords(tx, words);
    codes.add(draft.code);
    places.set(row.row_number, { id, path, country: values.country, timeZone: values.timeZone });
    changes.push({ subjectType: 'organisation', subjectId: id, importId: found.id, act: 'organisation.created', changes: differences({}, comparableOrganisation(values)) });
    written.push({ row: row.row_number, written: { subjectId: id, created: true, posts: [], educations: [], attestations: [], before: [] } satisfies Written });
  }

  async function change(row: ReadRow, draft: OrganisationDraft, existing: NonNullable<ReturnType<typeof known.get>>): Promise<void> {
    // What the actor may arrange was settled when the list was read: the kind in the draft is what she may set.
    const { changed } = planOrganisation(draft, existing, true, locale);
    if (existing.closed_on) return void wrong(row);
    if (!changed) return;
    const words = wordsOf(changed);
    if (!(await updateOrganisation(tx, existing.id, existing.version, { ...changed, searchWords: words }))) return void wrong(row);
    await insertSearchWords(tx, words);
    const before = storedValues(existing);
    changes.push({ subjectType: 'organisation', subjectId: existing.id, importId: found.id, act: 'organisation.changed', changes: differences(comparableOrganisation(before), comparableOrganisation(changed)) });
    const kept = { table: 'organisation' as const, id: existing.id, version: existing.version + 1, values: { ...before } };
    written.push({ row: row.row_number, written: { subjectId: existing.id, created: false, posts: [], educations: [], attestations: [], before: [kept] } satisfies Written });
  }

  for (const [index, row] of rows.entries()) {
    await settle(row);
    if (index % AT_ONCE === AT_ONCE - 1) await next(AT_ONCE);
  }
  for (let from = 0; from < changes.length; from += AT_ONCE) await recordChanges(tx, changes.slice(from, from + AT_ONCE));
  await updateWritten(tx, found.id, written);
  return written.filter((one) => one.written !== null).length;
}
