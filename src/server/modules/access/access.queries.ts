import { sql } from 'kysely';
import type { Grant } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './access.tables.ts';
import type { Role, ScopeKind } from './access.tables.ts';

type OwnTables = 'access.account' | 'access.link' | 'access.role_assignment' | 'access.invitation' | 'access.second_step';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export async function findAccountByEmail(db: Db | Tx, email: string) {
  return on(db)
    .selectFrom('access.account')
    .select(['id', 'name', 'email', 'email_verified', 'preferred_locale'])
    .where('email', '=', email.toLowerCase())
    .executeTakeFirst();
}

export async function findAccount(db: Db | Tx, id: string) {
  return on(db)
    .selectFrom('access.account')
    .select(['id', 'name', 'email', 'email_verified', 'preferred_locale'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function listAccountNames(db: Db | Tx, ids: readonly string[]) {
  return on(db).selectFrom('access.account').select(['id', 'name']).where('id', 'in', ids).execute();
}

export async function markEmailVerified(db: Db | Tx, id: string, now: Date): Promise<void> {
  await on(db).updateTable('access.account').set({ email_verified: true, updated_at: now }).where('id', '=', id).execute();
}

export interface LinkRow {
  id: string;
  network_id: string | null;
  purpose: string;
  subject_id: string;
  expires_at: Date;
  used_at: Date | null;
  withdrawn_at: Date | null;
  single_use: boolean;
}

const LINK = ['id', 'network_id', 'purpose', 'subject_id', 'expires_at', 'used_at', 'withdrawn_at', 'single_use'] as const;

export async function insertLink(
  db: Db | Tx,
  row: { id: string; networkId: string | null; purpose: string; subjectId: string; tokenHash: string; expiresAt: Date; singleUse: boolean; now: Date },
): Promise<void> {
  await on(db)
    .insertInto('access.link')
    .values({
      id: row.id,
      network_id: row.networkId,
      purpose: row.purpose,
      subject_id: row.subjectId,
      token_hash: row.tokenHash,
      expires_at: row.expiresAt,
      created_at: row.now,
      single_use: row.singleUse,
    })
    .execute();
}

/** By hash: who holds the token has 192 random bits, so no network is asked. */
export async function findLinkByHash(db: Db | Tx, tokenHash: string): Promise<LinkRow | undefined> {
  return on(db).selectFrom('access.link').select(LINK).where('token_hash', '=', tokenHash).executeTakeFirst();
}

export async function findOpenLink(db: Db | Tx, purpose: string, subjectId: string, now: Date): Promise<LinkRow | undefined> {
  return on(db)
    .selectFrom('access.link')
    .select(LINK)
    .where('purpose', '=', purpose)
    .where('subject_id', '=', subjectId)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Marks a single-use link used; false when somebody was faster. */
export async function useLink(db: Db | Tx, id: string, now: Date): Promise<boolean> {
  const result = await on(db)
    .updateTable('access.link')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function withdrawLinks(db: Db | Tx, purpose: string, subjectId: string, now: Date): Promise<void> {
  await on(db)
    .updateTable('access.link')
    .set({ withdrawn_at: now })
    .where('purpose', '=', purpose)
    .where('subject_id', '=', subjectId)
    .where('withdrawn_at', 'is', null)
    .execute();
}

export async function deleteLinks(db: Db | Tx, networkId: string, subjectIds: readonly string[]): Promise<void> {
  await on(db).deleteFrom('access.link').where('network_id', '=', networkId).where('subject_id', 'in', subjectIds).execute();
}

export interface NewRole {
  networkId: string | null;
  accountId: string;
  role: Role;
  scopeKind: ScopeKind;
  scopeId: string | null;
  grantedBy: string | null;
  validFrom?: Date;
  validTo?: Date | null;
}

export async function insertRole(db: Db | Tx, row: NewRole, now: Date): Promise<string> {
  const made = await on(db)
    .insertInto('access.role_assignment')
    .values({
      network_id: row.networkId,
      account_id: row.accountId,
      role: row.role,
      scope_kind: row.scopeKind,
      scope_id: row.scopeId,
      granted_by: row.grantedBy,
      valid_from: row.validFrom ?? now,
      valid_to: row.validTo ?? null,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

export async function endRole(db: Db | Tx, networkId: string, id: string, now: Date): Promise<boolean> {
  const result = await on(db)
    .updateTable('access.role_assignment')
    // One that has not begun never does.
    .set({ valid_to: now, valid_from: sql<Date>`least(valid_from, ${now}::timestamptz)` })
    .where('network_id', '=', networkId)
    .where('id', '=', id)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', now)]))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function listRoles(db: Db | Tx, networkId: string, now: Date) {
  return on(db)
    .selectFrom('access.role_assignment as r')
    .innerJoin('access.account as a', 'a.id', 'r.account_id')
    .leftJoin('access.second_step as s', (join) => join.onRef('s.account_id', '=', 'a.id').on('s.confirmed_at', 'is not', null))
    .select(['r.id', 'r.role', 'r.scope_kind', 'r.scope_id', 'r.valid_from', 'r.valid_to', 'a.id as account_id', 'a.name', 'a.email', 's.confirmed_at as second_step_since'])
    .where('r.network_id', '=', networkId)
    .where((eb) => eb.or([eb('r.valid_to', 'is', null), eb('r.valid_to', '>', now)]))
    .orderBy('a.name')
    .orderBy('r.id')
    .limit(500)
    .execute();
}

/** The roles of an account that are in force, in all networks. */
export async function listGrants(db: Db | Tx, accountId: string, now: Date): Promise<Grant[]> {
  return on(db)
    .selectFrom('access.role_assignment')
    .select(['role', sql<string>`coalesce(network_id::text, '')`.as('networkId'), 'scope_kind as scopeKind', 'scope_id as scopeId'])
    .where('account_id', '=', accountId)
    .where('valid_from', '<=', now)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', now)]))
    .orderBy('id')
    .execute();
}

/** Whether the account ever held anything in the network or the installation. */
export async function everHeld(db: Db | Tx, networkId: string, accountId: string): Promise<boolean> {
  const found = await on(db)
    .selectFrom('access.role_assignment')
    .select('id')
    .where('account_id', '=', accountId)
    .where((eb) => eb.or([eb('network_id', '=', networkId), eb('network_id', 'is', null)]))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

export async function insertInvitation(
  db: Db | Tx,
  row: { networkId: string; email: string; name: string; role: Role; scopeKind: ScopeKind; scopeId: string | null; locale: string; invitedBy: string | null; invitedFor: string | null; personId: string | null; expiresAt: Date; now: Date },
): Promise<string> {
  const made = await on(db)
    .insertInto('access.invitation')
    .values({
      network_id: row.networkId,
      email: row.email,
      name: row.name,
      role: row.role,
      scope_kind: row.scopeKind,
      scope_id: row.scopeId,
      locale: row.locale,
      invited_by: row.invitedBy,
      invited_for: row.invitedFor,
      person_id: row.personId,
      expires_at: row.expiresAt,
      created_at: row.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

export async function findInvitation(db: Db | Tx, networkId: string, id: string) {
  return on(db)
    .selectFrom('access.invitation')
    .selectAll()
    .where('network_id', '=', networkId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function listInvitations(db: Db | Tx, networkId: string, scope?: { kind: ScopeKind; id: string }) {
  let query = on(db).selectFrom('access.invitation').selectAll().where('network_id', '=', networkId);
  if (scope) query = query.where('scope_kind', '=', scope.kind).where('scope_id', '=', scope.id);
  return query.orderBy('created_at', 'desc').limit(200).execute();
}

export async function closeInvitation(
  db: Db | Tx,
  networkId: string,
  id: string,
  to: { state: 'accepted' | 'withdrawn'; accountId: string | null; now: Date },
): Promise<boolean> {
  const result = await on(db)
    .updateTable('access.invitation')
    .set({ state: to.state, account_id: to.accountId, accepted_at: to.state === 'accepted' ? to.now : null })
    .where('network_id', '=', networkId)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
