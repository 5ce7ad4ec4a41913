import { sql } from 'kysely';
import type { Db, Tx } from '#server/platform/db.ts';
import './access.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'access.account' | 'access.delegation' | 'access.role_assignment' | 'access.session'>();

/** The own roles of an account in a network that are in force, with the ids by which they are lent. */
export async function listAssignmentsOf(db: Db | Tx, networkId: string, accountId: string, now: Date) {
  return on(db)
    .selectFrom('access.role_assignment')
    .select(['id', 'role', 'scope_kind', 'scope_id'])
    .where('network_id', '=', networkId)
    .where('account_id', '=', accountId)
    .where('valid_from', '<=', now)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', now)]))
    .orderBy('id')
    .limit(200)
    .execute();
}

/** An account of the network: one with a role in it. */
export async function findColleague(db: Db | Tx, networkId: string, email: string, now: Date): Promise<{ id: string; name: string } | undefined> {
  return on(db)
    .selectFrom('access.account as a')
    .select(['a.id', 'a.name'])
    .where('a.email', '=', email)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('access.role_assignment as r')
          .select('r.id')
          .whereRef('r.account_id', '=', 'a.id')
          .where('r.network_id', '=', networkId)
          .where('r.valid_from', '<=', now)
          .where((eb) => eb.or([eb('r.valid_to', 'is', null), eb('r.valid_to', '>', now)])),
      ),
    )
    .executeTakeFirst();
}

export interface NewDelegationRow {
  networkId: string;
  from: string;
  to: string;
  assignmentIds: readonly string[];
  validFrom: Date;
  validTo: Date;
  now: Date;
}

export async function insertDelegation(db: Db | Tx, row: NewDelegationRow): Promise<string> {
  const made = await on(db)
    .insertInto('access.delegation')
    .values({
      network_id: row.networkId,
      from_account_id: row.from,
      to_account_id: row.to,
      assignment_ids: [...row.assignmentIds],
      valid_from: row.validFrom,
      valid_to: row.validTo,
      created_at: row.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

/** What an account has lent and borrowed, with the roles that are still in force; ended ones since `since`. */
export async function listDelegations(db: Db | Tx, networkId: string, accountId: string, now: Date, since: Date) {
  return on(db)
    .selectFrom('access.delegation as d')
    .innerJoin('access.account as f', 'f.id', 'd.from_account_id')
    .innerJoin('access.account as t', 't.id', 'd.to_account_id')
    .select(['d.id', 'd.from_account_id', 'd.to_account_id', 'd.valid_from', 'd.valid_to', 'd.ended_at', 'f.name as from_name', 't.name as to_name'])
    .select(
      sql<string[]>`array(select r.role from access.role_assignment r where r.network_id = d.network_id and r.id = any(d.assignment_ids)
        and r.valid_from <= ${now} and (r.valid_to is null or r.valid_to > ${now}) order by r.id)`.as('roles'),
    )
    .where('d.network_id', '=', networkId)
    .where((eb) => eb.or([eb('d.from_account_id', '=', accountId), eb('d.to_account_id', '=', accountId)]))
    .where((eb) => eb.and([eb('d.valid_to', '>', since), eb.or([eb('d.ended_at', 'is', null), eb('d.ended_at', '>', since)])]))
    .orderBy('d.valid_from', 'desc')
    .orderBy('d.id', 'desc')
    .limit(100)
    .execute();
}

/** Ends what one has lent or borrowed before its time. */
export async function endDelegation(db: Db | Tx, networkId: string, accountId: string, id: string, now: Date): Promise<boolean> {
  const result = await on(db)
    .updateTable('access.delegation')
    .set({ ended_at: now })
    .where('network_id', '=', networkId)
    .where('id', '=', id)
    .where((eb) => eb.or([eb('from_account_id', '=', accountId), eb('to_account_id', '=', accountId)]))
    .where('ended_at', 'is', null)
    .where('valid_to', '>', now)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function findBorrowed(db: Db | Tx, networkId: string, to: string, id: string, now: Date): Promise<{ id: string; from_account_id: string } | undefined> {
  return on(db)
    .selectFrom('access.delegation')
    .select(['id', 'from_account_id'])
    .where('network_id', '=', networkId)
    .where('id', '=', id)
    .where('to_account_id', '=', to)
    .where('ended_at', 'is', null)
    .where('valid_from', '<=', now)
    .where('valid_to', '>', now)
    .executeTakeFirst();
}

/** Lets a session act by what was lent, or by the own roles again. */
export async function setSessionDelegation(db: Db | Tx, sessionId: string, accountId: string, delegationId: string | null): Promise<void> {
  await on(db).updateTable('access.session').set({ delegation_id: delegationId }).where('id', '=', sessionId).where('account_id', '=', accountId).execute();
}
