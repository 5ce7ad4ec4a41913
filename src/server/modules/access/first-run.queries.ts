import { sql } from 'kysely';
import type { Db, Tx } from '#server/platform/db.ts';
import './access.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'access.account' | 'access.role_assignment'>();

export async function countAccounts(db: Db | Tx): Promise<number> {
  const row = await on(db)
    .selectFrom('access.account')
    .select(sql<number>`count(*)::int`.as('n'))
    .executeTakeFirstOrThrow();
  return row.n;
}

/** How often an account was given the right to everything: while it never was, the installation is empty. A role that has ended counts. */
export async function countAdministrators(db: Db | Tx): Promise<number> {
  const row = await on(db)
    .selectFrom('access.role_assignment')
    .select(sql<number>`count(*)::int`.as('n'))
    .where('role', '=', 'system_admin')
    .executeTakeFirstOrThrow();
  return row.n;
}

/** Takes away an account that was begun and never got a role: what a first run that was cut short left behind. */
export async function deleteUnusedAccount(db: Db | Tx, email: string): Promise<void> {
  await on(db)
    .deleteFrom('access.account')
    .where('email', '=', email)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('access.role_assignment').select('access.role_assignment.id').whereRef('access.role_assignment.account_id', '=', 'access.account.id'))),
    )
    .execute();
}
