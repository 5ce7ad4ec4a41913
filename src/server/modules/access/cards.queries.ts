import { sql } from 'kysely';
import type { Ctx, Grant } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './access.tables.ts';

type OwnTables = 'access.account' | 'access.role_assignment' | 'access.sign_in_name' | 'access.sign_in_card';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface HeldAccount {
  id: string;
  email: string | null;
  grants: (Grant & { path: string[] | null })[];
}

/** Accounts with what they hold or will hold, and where in the tree it lies. */
export async function listHeldAccounts(ctx: Ctx, ids: readonly string[]): Promise<HeldAccount[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<HeldAccount>`
    select a.id, a.email, coalesce((select json_agg(json_build_object('role', r.role, 'networkId', coalesce(r.network_id::text, ''), 'scopeKind', r.scope_kind, 'scopeId', r.scope_id, 'path', o.path))
        from access.role_assignment r
        left join people.organisation_card o on r.scope_kind = 'organisation' and o.network_id = r.network_id and o.organisation_id = r.scope_id
        where r.account_id = a.id and (r.valid_to is null or r.valid_to > ${ctx.clock.now()})), '[]') as grants
    from access.account a where a.id = any (${[...ids]}::uuid[])`.execute(ctx.db);
  return rows;
}

/** The cards of these persons that can still be used. */
export async function listOpenCards(ctx: Ctx, personIds: readonly string[]): Promise<{ personId: string; expiresAt: Date }[]> {
  if (personIds.length === 0) return [];
  return on(ctx.db)
    .selectFrom('access.sign_in_card as c')
    .innerJoin('access.sign_in_name as n', 'n.id', 'c.name_id')
    .select(['n.person_id as personId', 'c.expires_at as expiresAt'])
    .where('c.network_id', '=', ctx.networkId)
    .where('n.network_id', '=', ctx.networkId)
    .where('n.person_id', 'in', personIds)
    .where('c.used_at', 'is', null)
    .where('c.withdrawn_at', 'is', null)
    .where('c.expires_at', '>', ctx.clock.now())
    .execute();
}

export interface SignInName {
  id: string;
  name: string;
  name_key: string;
  number: number;
}

export async function findSignInName(tx: Ctx, personId: string): Promise<SignInName | undefined> {
  return on(tx.db)
    .selectFrom('access.sign_in_name')
    .select(['id', 'name', 'name_key', 'number'])
    .where('network_id', '=', tx.networkId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
}

/** Gives a person the name with the next free number, in place of one she had. Undefined: somebody took the number at the same moment. */
export async function takeSignInName(tx: Ctx, row: { personId: string; accountId: string | null; name: string; nameKey: string }): Promise<SignInName | undefined> {
  const { rows } = await sql<SignInName>`
    insert into access.sign_in_name as n (network_id, person_id, account_id, name, name_key, number, created_at)
    select ${tx.networkId}::uuid, ${row.personId}::uuid, ${row.accountId}::uuid, ${row.name}, ${row.nameKey}::text, coalesce(max(o.number), 0) + 1, ${tx.clock.now()}::timestamptz
      from access.sign_in_name o where o.name_key = ${row.nameKey}::text
    on conflict do nothing
    returning n.id, n.name, n.name_key, n.number`.execute(tx.db);
  return rows[0];
}

export async function dropSignInName(tx: Ctx, id: string): Promise<void> {
  await on(tx.db).deleteFrom('access.sign_in_name').where('network_id', '=', tx.networkId).where('id', '=', id).execute();
}

/** Over all networks: the door does not know yet who comes. */
export async function findAccountBySignInName(db: Db | Tx, nameKey: string, number: number) {
  return on(db)
    .selectFrom('access.sign_in_name as n')
    .innerJoin('access.account as a', 'a.id', 'n.account_id')
    .select(['a.id', 'a.name', 'a.email', 'a.email_verified', 'a.preferred_locale'])
    .where('n.name_key', '=', nameKey)
    .where('n.number', '=', number)
    .executeTakeFirst();
}

export async function signInNameOf(db: Db | Tx, accountId: string) {
  return on(db).selectFrom('access.sign_in_name').select(['name', 'number']).where('account_id', '=', accountId).executeTakeFirst();
}

export async function giveNameToAccount(tx: Ctx, nameId: string, accountId: string): Promise<void> {
  await on(tx.db).updateTable('access.sign_in_name').set({ account_id: accountId }).where('network_id', '=', tx.networkId).where('id', '=', nameId).execute();
}

/** One print at a time in a network, for the rest of the transaction: of two at once the later one wins, and no name is taken twice. */
export async function lockPrinting(tx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in-cards:${tx.networkId}`}, 0))`.execute(tx.db);
}

export async function withdrawCards(tx: Ctx, nameId: string): Promise<void> {
  await on(tx.db)
    .updateTable('access.sign_in_card')
    .set({ withdrawn_at: tx.clock.now() })
    .where('network_id', '=', tx.networkId)
    .where('name_id', '=', nameId)
    .where('used_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .execute();
}

export async function insertCard(
  tx: Ctx,
  row: { nameId: string; accountId: string | null; codeHash: string; role: 'head' | 'specialist'; organisationId: string; printedBy: string | null; expiresAt: Date },
): Promise<string> {
  const made = await on(tx.db)
    .insertInto('access.sign_in_card')
    .values({
      network_id: tx.networkId,
      name_id: row.nameId,
      account_id: row.accountId,
      code_hash: row.codeHash,
      role: row.role,
      organisation_id: row.organisationId,
      printed_by: row.printedBy,
      printed_at: tx.clock.now(),
      expires_at: row.expiresAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

const CARD = ['c.id', 'c.network_id', 'c.name_id', 'c.account_id', 'c.role', 'c.organisation_id', 'c.printed_by', 'c.printed_at', 'c.expires_at', 'c.used_at', 'c.withdrawn_at', 'n.person_id', 'n.name'] as const;

/** By hash or id, over all networks: who holds the code has fifty random bits, and is asked for the name besides. */
export async function findCard(db: Db | Tx, by: { codeHash: string } | { id: string }) {
  const query = on(db).selectFrom('access.sign_in_card as c').innerJoin('access.sign_in_name as n', 'n.id', 'c.name_id').select(CARD);
  return 'id' in by ? query.where('c.id', '=', by.id).executeTakeFirst() : query.where('c.code_hash', '=', by.codeHash).executeTakeFirst();
}
export type CardRow = NonNullable<Awaited<ReturnType<typeof findCard>>>;

/** Marks a card used; false when somebody was faster, or it was taken back or has ended meanwhile. */
export async function useCard(tx: Ctx, id: string): Promise<boolean> {
  const now = tx.clock.now();
  const result = await on(tx.db)
    .updateTable('access.sign_in_card')
    .set({ used_at: now })
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function insertAccountWithoutAddress(tx: Ctx, row: { id: string; name: string; locale: string | null }): Promise<void> {
  const now = tx.clock.now();
  await on(tx.db).insertInto('access.account').values({ id: row.id, name: row.name, email: null, preferred_locale: row.locale, created_at: now, updated_at: now }).execute();
}

/** Whether the account was given a right since then: a card printed before does not open it. */
export async function wasGivenRoleSince(db: Db | Tx, accountId: string, since: Date): Promise<boolean> {
  const row = await on(db).selectFrom('access.role_assignment').select('id').where('account_id', '=', accountId).where('created_at', '>', since).limit(1).executeTakeFirst();
  return row !== undefined;
}
