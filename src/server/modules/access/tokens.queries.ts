import type { Grant } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { Platform } from '#server/platform/platform.ts';
import './access.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'access.api_token'>();

/** A role of the owner, and how its place lies to that of the token. */
export interface OwnersGrant extends Grant {
  /** The token's organisation lies in the subtree of the role's. */
  isAbove: boolean;
  /** The role's organisation lies in the subtree of the token's. */
  isBelow: boolean;
}

export interface TokenRow {
  token_id: string;
  network_id: string;
  scope_kind: 'network' | 'organisation';
  scope_id: string | null;
  writes: boolean;
  last_used_at: Date | null;
  account_id: string;
  name: string;
  email: string;
  grants: OwnersGrant[];
}

/** What a token opens now, with the roles that its owner holds now. By hash: who sends it has 192 random bits. */
export async function findToken(platform: Platform, tokenHash: string, now: Date): Promise<TokenRow | null> {
  const { rows } = await platform.pool.query<TokenRow>({
    name: 'access_find_token',
    text: `select t.id as token_id, t.network_id, t.scope_kind, t.scope_id, t.writes, t.last_used_at, a.id as account_id, a.name, coalesce(a.email, '') as email,
             coalesce((select json_agg(json_build_object('role', r.role, 'networkId', coalesce(r.network_id::text, ''), 'scopeKind', r.scope_kind, 'scopeId', r.scope_id,
                 'isAbove', coalesce(r.scope_id = any(o.path), false), 'isBelow', coalesce(t.scope_id = any(g.path), false)))
               from access.role_assignment r
               left join people.organisation_card g on g.network_id = r.network_id and g.organisation_id = r.scope_id
               where r.account_id = a.id and (r.network_id is null or r.network_id = t.network_id)
                 and r.valid_from <= $2 and (r.valid_to is null or r.valid_to > $2)), '[]') as grants
           from access.api_token t
           join access.account a on a.id = t.account_id
           left join people.organisation_card o on o.network_id = t.network_id and o.organisation_id = t.scope_id
           where t.token_hash = $1 and t.expires_at > $2 and t.withdrawn_at is null`,
    values: [tokenHash, now],
  });
  return rows[0] ?? null;
}

export async function noteTokenUse(db: Db | Tx, networkId: string, id: string, now: Date): Promise<void> {
  await on(db).updateTable('access.api_token').set({ last_used_at: now }).where('network_id', '=', networkId).where('id', '=', id).execute();
}

export interface NewTokenRow {
  networkId: string;
  accountId: string;
  name: string;
  writes: boolean;
  scopeKind: 'network' | 'organisation';
  scopeId: string | null;
  tokenHash: string;
  expiresAt: Date;
  now: Date;
}

export async function insertToken(db: Db | Tx, row: NewTokenRow): Promise<string> {
  const made = await on(db)
    .insertInto('access.api_token')
    .values({
      network_id: row.networkId,
      account_id: row.accountId,
      name: row.name,
      writes: row.writes,
      scope_kind: row.scopeKind,
      scope_id: row.scopeId,
      token_hash: row.tokenHash,
      created_at: row.now,
      expires_at: row.expiresAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

/** Newest first; withdrawn and expired ones of the last 90 days stay to be seen. */
export async function listTokens(db: Db | Tx, networkId: string, accountId: string, since: Date) {
  return on(db)
    .selectFrom('access.api_token')
    .select(['id', 'name', 'writes', 'scope_kind', 'scope_id', 'created_at', 'expires_at', 'last_used_at', 'withdrawn_at'])
    .where('network_id', '=', networkId)
    .where('account_id', '=', accountId)
    .where('expires_at', '>', since)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
}

export async function withdrawToken(db: Db | Tx, networkId: string, accountId: string, id: string, now: Date): Promise<boolean> {
  const result = await on(db)
    .updateTable('access.api_token')
    .set({ withdrawn_at: now })
    .where('network_id', '=', networkId)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** How many tokens of the account are good now, in all networks. */
export async function countTokensOf(db: Db | Tx, accountId: string, now: Date): Promise<number> {
  const row = await on(db)
    .selectFrom('access.api_token')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('account_id', '=', accountId)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** Ends all of them, in all networks. Returns how many there were. */
export async function withdrawTokensOf(db: Db | Tx, accountId: string, now: Date): Promise<number> {
  const result = await on(db)
    .updateTable('access.api_token')
    .set({ withdrawn_at: now })
    .where('account_id', '=', accountId)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
