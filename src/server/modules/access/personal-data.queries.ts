import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './access.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'access.role_assignment' | 'access.invitation' | 'access.sign_in_journal' | 'access.session' | 'access.api_token'>();

/** All roles an account has or had in the network. */
export async function listRoleData(ctx: Ctx, accountId: string) {
  return on(ctx.db)
    .selectFrom('access.role_assignment')
    .select(['role', 'scope_kind', 'valid_from', 'valid_to'])
    .where('account_id', '=', accountId)
    .where((eb) => eb.or([eb('network_id', '=', ctx.networkId), eb('network_id', 'is', null)]))
    .orderBy('valid_from', 'desc')
    .limit(500)
    .execute();
}

export async function listSessionData(ctx: Ctx, accountId: string) {
  return on(ctx.db).selectFrom('access.session').select(['created_at', 'updated_at', 'ip_address', 'user_agent']).where('account_id', '=', accountId).orderBy('created_at', 'desc').limit(200).execute();
}

export async function listJournalData(ctx: Ctx, accountId: string) {
  return on(ctx.db).selectFrom('access.sign_in_journal').select(['at', 'outcome', 'method', 'source', 'user_agent']).where('account_id', '=', accountId).orderBy('at', 'desc').limit(1000).execute();
}

export async function listTokenData(ctx: Ctx, accountId: string) {
  return on(ctx.db).selectFrom('access.api_token').select(['name', 'created_at', 'expires_at', 'last_used_at']).where('network_id', '=', ctx.networkId).where('account_id', '=', accountId).orderBy('created_at', 'desc').limit(500).execute();
}

/** Invitations of the network meant for her: by her account or her record. */
export async function listInvitationData(ctx: Ctx, who: { accountId: string | null; personIds: readonly string[] }) {
  const { rows } = await sql<{ name: string; email: string; role: string; state: string; created_at: Date }>`
    select name, email, role, state, created_at from access.invitation
    where network_id = ${ctx.networkId} and (account_id = ${who.accountId}::uuid or person_id = any(${[...who.personIds]}::uuid[])) and email <> '' order by created_at desc limit 200`.execute(ctx.db);
  return rows;
}

/** Whether an account is somebody in another network too, or looks after the installation. */
export async function isUsedElsewhere(ctx: Ctx, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ elsewhere: boolean }>`
    select exists (select from access.role_assignment where account_id = ${accountId}::uuid and network_id is distinct from ${ctx.networkId}::uuid and (valid_to is null or valid_to > ${ctx.clock.now()}))
      or exists (select from people.person_card where account_id = ${accountId}::uuid and network_id <> ${ctx.networkId}::uuid) as elsewhere`.execute(ctx.db);
  return rows[0]?.elsewhere ?? false;
}

/** Whether she is the only one left who administers the network. */
export async function isLastAdministrator(ctx: Ctx, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ last: boolean }>`
    select bool_or(account_id = ${accountId}::uuid) and bool_and(account_id = ${accountId}::uuid) as last from access.role_assignment
    where network_id = ${ctx.networkId} and role = 'network_admin' and valid_from <= ${ctx.clock.now()} and (valid_to is null or valid_to > ${ctx.clock.now()})`.execute(ctx.db);
  return rows[0]?.last ?? false;
}

/** What she had in this network: roles and loans end, keys and invitations lose what leads to her. */
export async function endInNetwork(tx: Ctx, accountId: string): Promise<void> {
  const now = tx.clock.now();
  await sql`update access.role_assignment set valid_to = ${now} where network_id = ${tx.networkId} and account_id = ${accountId}::uuid and (valid_to is null or valid_to > ${now})`.execute(tx.db);
  await sql`update access.delegation set ended_at = ${now} where network_id = ${tx.networkId} and (from_account_id = ${accountId}::uuid or to_account_id = ${accountId}::uuid) and ended_at is null`.execute(tx.db);
  await sql`delete from access.api_token where network_id = ${tx.networkId} and account_id = ${accountId}::uuid`.execute(tx.db);
}

export async function blankInvitations(tx: Ctx, who: { accountId: string | null; personIds: readonly string[]; addresses: readonly string[] }): Promise<void> {
  await sql`update access.invitation set email = '', name = '—', person_id = null, state = case when state = 'open' then 'withdrawn' else state end
    where network_id = ${tx.networkId} and (account_id = ${who.accountId}::uuid or person_id = any(${[...who.personIds]}::uuid[]) or lower(email) = any(${[...who.addresses]}::text[]))`.execute(tx.db);
}

/** Takes an account out of use for good: its row stays as an id, so that what it did has an author without a name. */
export async function blankAccount(tx: Ctx, accountId: string): Promise<void> {
  const id = sql`${accountId}::uuid`;
  await sql`delete from access.session where account_id = ${id} or viewed_account_id = ${id}`.execute(tx.db);
  await sql`delete from access.sign_in_method where account_id = ${id}`.execute(tx.db);
  await sql`delete from access.second_step where account_id = ${id}`.execute(tx.db);
  await sql`delete from access.recovery_code where account_id = ${id}`.execute(tx.db);
  await sql`delete from access.sign_in_journal where account_id = ${id}`.execute(tx.db);
  await sql`delete from access.mailbox_pin where account_id = ${id}`.execute(tx.db);
  // Her own address, if she has given it a PIN and nobody else signs in through it.
  await sql`delete from access.mailbox m using access.account a where a.id = ${id} and m.address = a.email and not exists (select from access.mailbox_pin p where p.mailbox_id = m.id)`.execute(tx.db);
  await sql`delete from access.mail_settings where account_id = ${id}`.execute(tx.db);
  await sql`delete from access.digest where account_id = ${id}`.execute(tx.db);
  await sql`delete from access.link where subject_id = ${id}`.execute(tx.db);
  await sql`delete from access.verification v using access.account a where a.id = ${id} and v.identifier = a.email`.execute(tx.db);
  await sql`update access.account set name = '—', email = null, email_verified = false, image = null, preferred_locale = null, updated_at = ${tx.clock.now()} where id = ${id}`.execute(tx.db);
}

/** The names by which these persons sign in with a card, and the cards that hang on them. */
export async function deleteSignInNames(tx: Ctx, personIds: readonly string[]): Promise<void> {
  await sql`delete from access.sign_in_name where network_id = ${tx.networkId} and person_id = any(${[...personIds]}::uuid[])`.execute(tx.db);
}

export async function listCardData(ctx: Ctx, personIds: readonly string[]) {
  const { rows } = await sql<{ name: string; printedAt: Date; expiresAt: Date; usedAt: Date | null }>`
    select n.name || case when n.number > 1 then ' ' || n.number else '' end as name, c.printed_at as "printedAt", c.expires_at as "expiresAt", c.used_at as "usedAt"
    from access.sign_in_card c join access.sign_in_name n on n.id = c.name_id and n.network_id = c.network_id
    where c.network_id = ${ctx.networkId} and n.person_id = any(${[...personIds]}::uuid[]) order by c.printed_at desc limit 200`.execute(ctx.db);
  return rows;
}

/** Whether an account holds a role in the network now. */
export async function holdsRoleNow(ctx: Ctx, accountId: string): Promise<boolean> {
  const now = ctx.clock.now();
  const { rows } = await sql<{ holds: boolean }>`select exists (select from access.role_assignment where account_id = ${accountId}::uuid and (network_id = ${ctx.networkId}::uuid or network_id is null)
    and valid_from <= ${now} and (valid_to is null or valid_to > ${now})) as holds`.execute(ctx.db);
  return rows[0]?.holds ?? false;
}

/** Sign-ins of accounts that have or had a role here. */
const oldSignIns = (ctx: Ctx, before: Date) => sql`access.sign_in_journal j where j.at < ${before} and exists (select from access.role_assignment r where r.account_id = j.account_id and r.network_id = ${ctx.networkId})`;

export async function countOldSignIns(ctx: Ctx, before: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${oldSignIns(ctx, before)}`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}

export async function listOldSignIns(ctx: Ctx, before: Date): Promise<{ text: string; at: Date }[]> {
  const { rows } = await sql<{ text: string; at: Date }>`select (select a.name from access.account a where a.id = j.account_id) as text, j.at from ${oldSignIns(ctx, before)} order by j.at, j.id limit 5`.execute(ctx.db);
  return rows;
}

export async function deleteOldSignIns(tx: Ctx, before: Date): Promise<number> {
  const result = await sql`delete from ${oldSignIns(tx, before)}`.execute(tx.db);
  return Number(result.numAffectedRows ?? 0);
}

export async function countOldInvitations(ctx: Ctx, before: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from access.invitation where network_id = ${ctx.networkId} and email <> '' and expires_at < ${before}`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}

export async function listOldInvitations(ctx: Ctx, before: Date): Promise<{ text: string; at: Date }[]> {
  const { rows } = await sql<{ text: string; at: Date }>`select name as text, created_at as at from access.invitation where network_id = ${ctx.networkId} and email <> '' and expires_at < ${before} order by created_at, id limit 5`.execute(ctx.db);
  return rows;
}

/** Who was invited is forgotten; that there was an invitation to a role stays. */
export async function blankOldInvitations(tx: Ctx, before: Date): Promise<number> {
  const result = await sql`update access.invitation set email = '', name = '—', state = case when state = 'open' then 'withdrawn' else state end
    where network_id = ${tx.networkId} and email <> '' and expires_at < ${before}`.execute(tx.db);
  return Number(result.numAffectedRows ?? 0);
}
