import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import { insertRecordChanges } from './changes.queries.ts';
import { insertAttestations, insertEducations, type AttestationValues, type EducationValues } from './learning.queries.ts';
import { keysOf } from './person-values.ts';
import { insertPersons, type PersonValues } from './persons.queries.ts';
import { listOrganisationNames } from './organisations.queries.ts';
import { insertUnits, type UnitValues } from './positions.queries.ts';
import { insertPosts, type PostValues } from './posts.queries.ts';
import { standingOf, todayOf } from './standing.ts';
import { insertSearchWords } from './standing.queries.ts';

export interface NewRecord extends PersonValues {
  id?: string;
  accountId?: string | null;
  posts: PostValues[];
  educations: EducationValues[];
  attestations: AttestationValues[];
}

/** PostgreSQL takes 65,535 parameters in a statement; a person has about twenty. */
const AT_ONCE = 500;

/**
 * Many new persons with posts, education and attestations, a few statements for every 500. Asks no rights, looks for no duplicates and
 * puts nothing on record: the caller does. Returns their ids in the order given. Belongs into a transaction.
 */
export async function insertRecords(tx: Ctx, records: readonly NewRecord[]): Promise<string[]> {
  const today = await todayOf(tx);
  const ids: string[] = [];
  for (let from = 0; from < records.length; from += AT_ONCE) {
    const part = records.slice(from, from + AT_ONCE).map((record) => ({ ...record, id: record.id ?? newId(), keys: keysOf(record, []) }));
    const paths = await new Map((await listOrganisationNames(tx, [...new Set(part.flatMap(({ posts }) => posts.map(({ organisationId }) => organisationId)))])).map(({ id, path }) => [id, path]));
    const of = <Row>(rows: (record: (typeof part)[number]) => readonly Row[]) => part.flatMap((record) => rows(record).map((row) => ({ ...row, personId: record.id })));
    await insertPersons(tx, part.map(({ keys, accountId, ...record }) => ({ ...record, ...keys, accountId: accountId ?? null, standing: standingOf(record.posts, today, paths) })));
    await insertSearchWords(tx, [...new Set(part.flatMap(({ keys }) => keys.searchWords))]);
    await insertPosts(tx, of(({ posts }) => posts));
    await insertEducations(tx, of(({ educations }) => educations));
    await insertAttestations(tx, of(({ attestations }) => attestations));
    ids.push(...part.map(({ id }) => id));
  }
  return ids;
}

/** The same without asking rights, for seeds and measurements. Error: `page.not_found` for everybody else. */
export async function createRecords(ctx: Ctx, records: readonly NewRecord[]): Promise<string[]> {
  if (ctx.actor.kind !== 'system') throw notFound();
  return inTransaction(ctx, async (tx) => {
    const ids = await insertRecords(tx, records);
    await insertRecordChanges(tx, ids.map((id) => ({ subjectType: 'person', subjectId: id, act: 'person.created', changes: [] })));
    return ids;
  });
}

/** Lines of staffing tables without asking rights, for seeds and measurements. */
export async function createUnits(ctx: Ctx, rows: readonly (UnitValues & { organisationId: string })[]): Promise<void> {
  if (ctx.actor.kind !== 'system') throw notFound();
  await inTransaction(ctx, async (tx) => {
    for (let from = 0; from < rows.length; from += AT_ONCE) await insertUnits(tx, rows.slice(from, from + AT_ONCE));
  });
}
