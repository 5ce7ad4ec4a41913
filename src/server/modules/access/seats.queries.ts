import { sql, type RawBuilder } from 'kysely';
import type { Db, Tx } from '#server/platform/db.ts';

/** A network with its clocks and holidays, in the order in which networks count. */
export interface NetworkClocks {
  id: string;
  timeZone: string;
  country: string;
}

/**
 * Where an account is at home in each of these networks: where its person works, by the registry, else the network in which it holds a role.
 * `rank` and `place` say which comes first of several. Of one account, given as an expression, the indexes find them.
 */
const seats = (networks: readonly NetworkClocks[], now: Date, account: RawBuilder<unknown> | null = null) => {
  const its = account === null ? sql`is not null` : sql`= ${account}`;
  const n = sql`unnest(${networks.map(({ id }) => id)}::uuid[], ${networks.map(({ timeZone }) => timeZone)}::text[], ${networks.map(({ country }) => country)}::text[]) with ordinality as n (id, time_zone, country, place)`;
  return sql`(
    select p.account_id, n.id as network_id, coalesce(o.time_zone, n.time_zone) as time_zone, coalesce(o.country, n.country) as country, case when p.is_working then 0 else 1 end as rank, n.place
    from ${n}
    join people.person_card p on p.network_id = n.id and p.account_id ${its} and p.person_id = p.canonical_id
    left join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = p.organisation_id
    union all
    select r.account_id, n.id, n.time_zone, n.country, 2, n.place
    from ${n}
    join access.role_assignment r on r.network_id = n.id and r.account_id ${its} and r.valid_from <= ${now} and (r.valid_to is null or r.valid_to > ${now}))`;
};

export interface SeatRow {
  account_id: string;
  network_id: string;
  time_zone: string;
  country: string;
}

/** All seats of an account, that at home first; a network may stand there twice. */
export async function listSeats(db: Db | Tx, networks: readonly NetworkClocks[], accountId: string, now: Date): Promise<SeatRow[]> {
  const { rows } = await sql<SeatRow>`
    select s.account_id, s.network_id, s.time_zone, s.country from ${seats(networks, now, sql`${accountId}::uuid`)} s order by s.rank, s.place`.execute(db);
  return rows;
}

export interface ReaderRow {
  address: string;
  quiet_from: number | null;
  quiet_until: number | null;
  /** The one chosen, else that at home. */
  time_zone: string | null;
}

/** When the owners of these addresses, in small letters, want no mail that can wait; nothing of addresses without an account. */
export async function listReaders(db: Db | Tx, networks: readonly NetworkClocks[], addresses: readonly string[], now: Date): Promise<ReaderRow[]> {
  const { rows } = await sql<ReaderRow>`
    select a.email as address, m.quiet_from, m.quiet_until, coalesce(m.time_zone, home.time_zone) as time_zone
    from access.account a
    left join access.mail_settings m on m.account_id = a.id
    left join lateral (select s.time_zone from ${seats(networks, now, sql`a.id`)} s order by s.rank, s.place limit 1) home on true
    where a.email = any(${[...addresses]}::text[])`.execute(db);
  return rows;
}

export interface DueRow {
  account_id: string;
  network_id: string;
  quiet_from: number;
  quiet_until: number;
  country: string;
  /** By the clocks of the account. */
  day: string;
  hour: number;
}

/**
 * Accounts whose hour has come and whose day nobody has looked at yet: who holds a role in a network, or stands in its registry; each once,
 * by the clocks and holidays at home. At most 10,000; the rest a quarter of an hour later.
 */
export async function listDue(db: Db | Tx, networks: readonly NetworkClocks[], now: Date): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`
    select w.account_id, w.network_id, w.quiet_from, w.quiet_until, w.country, w.local::date::text as day, extract(hour from w.local)::int as hour
    from (
      select distinct on (a.id) a.id as account_id, coalesce(m.digest_hour, 8) as digest_hour, coalesce(m.quiet_from, 21) as quiet_from, coalesce(m.quiet_until, 8) as quiet_until,
        s.network_id, s.country, ${now}::timestamptz at time zone coalesce(m.time_zone, s.time_zone) as local
      from access.account a
      join ${seats(networks, now)} s on s.account_id = a.id
      left join access.mail_settings m on m.account_id = a.id
      where a.email is not null and coalesce(m.digest, true)
      order by a.id, s.rank, s.place
    ) w
    where extract(hour from w.local) >= w.digest_hour
      and not exists (select from access.digest d where d.account_id = w.account_id and d.day = w.local::date)
    order by w.account_id limit 10000`.execute(db);
  return rows;
}
