import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';

export interface CardViewFilter {
  scope: 'network' | readonly string[];
  /** Skeletons of the words of the person's name; all must be there. */
  words: readonly string[];
  personId: string | null;
  accountId: string | null;
  /** Instants; until is not included. */
  from: Date | null;
  until: Date | null;
}

export interface CardViewRow {
  id: string;
  sort_value: string;
  accountId: string;
  name: string;
  hour: Date;
}

export interface CardViewKey {
  hour: Date;
  accountId: string;
  personId: string;
  direction: 'after' | 'before';
}

/** Who looked at whose card, newest first (the other way for what comes before a key); one more than `limit` when there are more. */
export async function listCardViewsOf(ctx: Ctx, filter: CardViewFilter, key: CardViewKey | null, limit: number): Promise<CardViewRow[]> {
  const within = filter.scope === 'network' ? sql`true` : sql`p.place && ${[...filter.scope]}::uuid[]`;
  const back = key?.direction === 'before';
  const beyond = key ? sql`(v.hour, v.account_id, v.person_id) ${sql.raw(back ? '>' : '<')} (${key.hour}, ${key.accountId}::uuid, ${key.personId}::uuid)` : sql`true`;
  const order = sql.raw(back ? 'asc' : 'desc');
  const { rows } = await sql<CardViewRow>`
    select v.person_id as id, to_char(v.hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ' ' || v.account_id as sort_value, v.account_id as "accountId", p.sort_name as name, v.hour
    from people.card_view v join people.person p on p.network_id = v.network_id and p.id = v.person_id
    where v.network_id = ${ctx.networkId} and ${within} and p.search_words @> ${[...filter.words]}::text[]
      and (${filter.personId}::uuid is null or v.person_id = ${filter.personId}::uuid)
      and (${filter.accountId}::uuid is null or v.account_id = ${filter.accountId}::uuid)
      and (${filter.from}::timestamptz is null or v.hour >= ${filter.from}) and (${filter.until}::timestamptz is null or v.hour < ${filter.until}) and ${beyond}
    order by v.hour ${order}, v.account_id ${order}, v.person_id ${order} limit ${limit + 1}`.execute(ctx.db);
  return rows;
}

/** Accounts that looked at cards of the scope, at most 200. */
export async function listLookers(ctx: Ctx, scope: 'network' | readonly string[]): Promise<string[]> {
  const within = scope === 'network' ? sql`true` : sql`p.place && ${[...scope]}::uuid[]`;
  const { rows } = await sql<{ id: string }>`
    select distinct v.account_id as id from people.card_view v join people.person p on p.network_id = v.network_id and p.id = v.person_id
    where v.network_id = ${ctx.networkId} and ${within} limit 200`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** Notes that an account looked at these people, once in an hour; its own record is its own. */
export async function insertCardViews(ctx: Ctx, personIds: readonly string[], accountId: string): Promise<void> {
  await sql`
    insert into people.card_view (network_id, person_id, account_id, hour)
    select p.network_id, p.id, ${accountId}::uuid, date_trunc('hour', ${ctx.clock.now()}::timestamptz, 'UTC') from people.person p
    where p.network_id = ${ctx.networkId} and p.id = any(${[...personIds]}::uuid[]) and p.account_id is distinct from ${accountId}::uuid
    on conflict do nothing`.execute(ctx.db);
}
