import { sql } from 'kysely';
import type { Db, Tx } from '#server/platform/db.ts';
import './access.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'access.digest'>();

export interface DueRow {
  account_id: string;
  quiet_from: number;
  quiet_until: number;
  time_zone: string;
  country: string;
  /** By these clocks. */
  day: string;
  hour: number;
}

/**
 * Accounts of a network whose hour has come and whose day nobody has looked at yet: who holds a role in it, or stands in its registry.
 * At most 10,000; the rest a quarter of an hour later.
 */
export async function listDue(db: Db | Tx, network: { id: string; timeZone: string; country: string }, now: Date): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`
    select w.account_id, w.quiet_from, w.quiet_until, w.time_zone, w.country, w.local::date::text as day, extract(hour from w.local)::int as hour
    from (
      select a.id as account_id, coalesce(s.digest_hour, 8) as digest_hour, coalesce(s.quiet_from, 21) as quiet_from, coalesce(s.quiet_until, 8) as quiet_until,
        z.time_zone, coalesce(o.country, ${network.country}) as country, ${now}::timestamptz at time zone z.time_zone as local
      from access.account a
      left join access.mail_settings s on s.account_id = a.id
      left join people.person_card p on p.network_id = ${network.id} and p.account_id = a.id and p.person_id = p.canonical_id
      left join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = p.organisation_id
      cross join lateral (select coalesce(s.time_zone, o.time_zone, ${network.timeZone}) as time_zone) z
      where a.email is not null and coalesce(s.digest, true) and (p.person_id is not null or exists (select from access.role_assignment r
        where r.account_id = a.id and r.network_id = ${network.id} and r.valid_from <= ${now} and (r.valid_to is null or r.valid_to > ${now})))
    ) w
    where extract(hour from w.local) >= w.digest_hour
      and not exists (select from access.digest d where d.network_id = ${network.id} and d.account_id = w.account_id and d.day = w.local::date)
    order by w.account_id limit 10000`.execute(db);
  return rows;
}

/** Takes the day of each account; of two who look at once each gets other rows. Returns the ids of those taken. */
export async function claimDays(db: Db | Tx, networkId: string, due: readonly { accountId: string; day: string }[], now: Date): Promise<string[]> {
  if (due.length === 0) return [];
  const rows = await on(db)
    .insertInto('access.digest')
    .values(due.map(({ accountId, day }) => ({ network_id: networkId, account_id: accountId, day, created_at: now })))
    .onConflict((conflict) => conflict.columns(['network_id', 'account_id', 'day']).doNothing())
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The day of an account, taken for the rest of the transaction. */
export async function lockDigest(db: Db | Tx, id: string) {
  return on(db).selectFrom('access.digest').select(['id', 'network_id', 'account_id', 'day', 'state']).where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Of what the last digest of the account told. */
export async function findLastTold(db: Db | Tx, networkId: string, accountId: string): Promise<string | null> {
  const row = await on(db)
    .selectFrom('access.digest')
    .select('told')
    .where('network_id', '=', networkId)
    .where('account_id', '=', accountId)
    .where('state', '=', 'sent')
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.told ?? null;
}

export async function closeDigest(db: Db | Tx, id: string, to: { state: 'sent' | 'nothing' | 'same' | 'off'; told: string | null }): Promise<void> {
  await on(db).updateTable('access.digest').set(to).where('id', '=', id).execute();
}

/** Days long past say nothing any more; the last digest that was sent is kept, to be compared with. */
export async function deleteOldDigests(db: Db | Tx, before: string): Promise<void> {
  await sql`delete from access.digest d where d.day < ${before}::date and exists (select from access.digest l
    where l.network_id = d.network_id and l.account_id = d.account_id and l.state = 'sent' and l.day > d.day)`.execute(db);
}
