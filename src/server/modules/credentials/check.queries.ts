import type { Db, Tx } from '#server/platform/db.ts';
import './credentials.tables.ts';

type OwnTables = 'credentials.issue';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

// Whoever holds a paper holds nothing but its code or number and may stand at any host and in any network of the installation. Both
// look-ups therefore go over all networks; what they give out is what the paper itself says.
const selectIssue = (db: Db | Tx) =>
  on(db)
    .selectFrom('credentials.issue as i')
    .leftJoin('credentials.issue as next', (join) => join.onRef('next.replaces_id', '=', 'i.id').onRef('next.network_id', '=', 'i.network_id'))
    .leftJoin('credentials.issue as renewal', (join) => join.onRef('renewal.renews_id', '=', 'i.id').onRef('renewal.network_id', '=', 'i.network_id').on('renewal.revoked_at', 'is', null))
    .selectAll('i')
    .select(['next.number as replaced_by', 'renewal.number as renewed_by']);

export type CheckedRow = Awaited<ReturnType<ReturnType<typeof selectIssue>['executeTakeFirstOrThrow']>>;

export async function findIssueByCode(db: Db | Tx, code: string): Promise<CheckedRow | undefined> {
  return selectIssue(db).where('i.check_code', '=', code).executeTakeFirst();
}

/** Numbers are unique within a network: two networks may each have an organisation of the same code. */
export async function listIssuesByNumber(db: Db | Tx, number: string): Promise<CheckedRow[]> {
  return selectIssue(db).where('i.number', '=', number).orderBy('i.issued_at').limit(10).execute();
}

/** The code of the paper with this finger-print. */
export async function findCodeOfPaper(db: Db | Tx, sha256: string): Promise<string | undefined> {
  const row = await db
    .$pickTables<'credentials.issue' | 'credentials.paper'>()
    .selectFrom('credentials.paper as p')
    .innerJoin('credentials.issue as i', (join) => join.onRef('i.id', '=', 'p.issue_id').onRef('i.network_id', '=', 'p.network_id'))
    .select('i.check_code')
    .where('p.sha256', '=', sha256)
    .limit(1)
    .executeTakeFirst();
  return row?.check_code;
}
