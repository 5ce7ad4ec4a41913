import type { Grant } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { Platform } from '#server/platform/platform.ts';
import './access.tables.ts';
import type { SignInMethod } from './access.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'access.account' | 'access.session' | 'access.sign_in_journal'>();

export interface SessionRow {
  session_id: string;
  account_id: string;
  name: string;
  email: string;
  preferred_locale: string | null;
  expires_at: Date;
  updated_at: Date;
  grants: Grant[];
  giver_id: string | null;
  giver_name: string | null;
  viewed_id: string | null;
  viewed_name: string | null;
  viewed_email: string | null;
  viewed_network_id: string | null;
  viewed_until: Date | null;
  viewed_grants: Grant[] | null;
}

/**
 * The hottest read of the product: cookie → account with its roles. One named statement, planned once a connection.
 * Accounts and sessions are global to the installation, so no network is named here; each grant carries its own. A session that acts in
 * somebody's place has what was lent of the giver's roles, as far as the giver still holds them, while it lasts and while the deputy
 * has a role in that network at all.
 */
export async function findSession(platform: Platform, token: string, now: Date): Promise<SessionRow | null> {
  const { rows } = await platform.pool.query<SessionRow>({
    name: 'access_find_session',
    text: `select s.id as session_id, a.id as account_id, a.name, coalesce(a.email, '') as email, a.preferred_locale, s.expires_at, s.updated_at,
             g.id as giver_id, g.name as giver_name,
             v.id as viewed_id, v.name as viewed_name, v.email as viewed_email, s.viewed_network_id, s.viewed_until,
             case when v.id is not null then coalesce((select json_agg(json_build_object('role', w.role, 'networkId', w.network_id, 'scopeKind', w.scope_kind, 'scopeId', w.scope_id))
               from access.role_assignment w
               where w.account_id = v.id and w.network_id = s.viewed_network_id and w.valid_from <= $2 and (w.valid_to is null or w.valid_to > $2)), '[]') end as viewed_grants,
             coalesce((select json_agg(json_build_object('role', r.role, 'networkId', coalesce(r.network_id::text, ''), 'scopeKind', r.scope_kind, 'scopeId', r.scope_id))
               from access.role_assignment r
               where r.account_id = coalesce(g.id, a.id) and (g.id is null or (r.network_id = d.network_id and r.id = any(d.assignment_ids)))
                 and r.valid_from <= $2 and (r.valid_to is null or r.valid_to > $2)), '[]') as grants
           from access.session s join access.account a on a.id = s.account_id
           left join access.delegation d on d.id = s.delegation_id and d.to_account_id = a.id and d.ended_at is null and d.valid_from <= $2 and d.valid_to > $2
             and exists (select from access.role_assignment o where o.account_id = a.id and o.network_id = d.network_id
               and o.valid_from <= $2 and (o.valid_to is null or o.valid_to > $2))
           left join access.account g on g.id = d.from_account_id
           left join access.account v on v.id = s.viewed_account_id and s.viewed_until > $2
           where s.token = $1 and s.expires_at > $2`,
    values: [token, now],
  });
  return rows[0] ?? null;
}

export async function insertSession(
  db: Db | Tx,
  row: { token: string; accountId: string; method: SignInMethod; source: string | null; userAgent: string | null; expiresAt: Date; now: Date },
): Promise<void> {
  await on(db)
    .insertInto('access.session')
    .values({
      token: row.token,
      account_id: row.accountId,
      method: row.method,
      ip_address: row.source,
      user_agent: row.userAgent,
      expires_at: row.expiresAt,
      created_at: row.now,
      updated_at: row.now,
    })
    .execute();
}

export async function prolongSession(db: Db | Tx, sessionId: string, expiresAt: Date, now: Date): Promise<void> {
  await on(db).updateTable('access.session').set({ expires_at: expiresAt, updated_at: now }).where('id', '=', sessionId).execute();
}

export async function deleteSession(db: Db | Tx, token: string): Promise<void> {
  await on(db).deleteFrom('access.session').where('token', '=', token).execute();
}

/** Ends sessions of an account: all, all but one, or one. Returns how many there were. */
export async function deleteSessionsOf(db: Db | Tx, accountId: string, which: { but?: string; only?: string } = {}): Promise<number> {
  const { but, only } = which;
  const result = await on(db)
    .deleteFrom('access.session')
    .where('account_id', '=', accountId)
    .$if(but !== undefined, (query) => query.where('id', '!=', but ?? ''))
    .$if(only !== undefined, (query) => query.where('id', '=', only ?? ''))
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Open ones, latest used first. */
export async function listSessions(db: Db | Tx, accountId: string, now: Date) {
  return on(db)
    .selectFrom('access.session')
    .select(['id', 'ip_address', 'user_agent', 'method', 'created_at', 'updated_at'])
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
}

export interface NewJournalLine {
  accountId: string | null;
  outcome: string;
  method: string;
  source: string | null;
  userAgent?: string | null;
  /** An administrator who looked as this person. */
  by?: string;
  now: Date;
}

export async function insertJournalLine(db: Db | Tx, row: NewJournalLine): Promise<void> {
  await on(db)
    .insertInto('access.sign_in_journal')
    .values({ account_id: row.accountId, at: row.now, outcome: row.outcome, method: row.method, source: row.source, user_agent: row.userAgent ?? null, by_account_id: row.by ?? null })
    .execute();
}

export async function listJournal(db: Db | Tx, accountId: string, limit: number) {
  return on(db)
    .selectFrom('access.sign_in_journal as j')
    .leftJoin('access.account as b', 'b.id', 'j.by_account_id')
    .select(['j.id', 'j.at', 'j.outcome', 'j.method', 'j.source', 'j.user_agent', 'b.name as by_name'])
    .where('j.account_id', '=', accountId)
    .orderBy('j.at', 'desc')
    .orderBy('j.id', 'desc')
    .limit(limit)
    .execute();
}
