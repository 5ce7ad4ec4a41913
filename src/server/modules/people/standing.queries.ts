import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';

/** From this length on a word may be mistyped: shorter ones are alike by chance. */
export const FUZZY_FROM = 4;

/**
 * Copies the posts of these persons, as of a date, into their rows: where they work, as what, and every organisation above. The present
 * main post leads; without a present one the last. One statement however many persons; materialized, because the planner takes many new ones
 * for few and would work the inner part out again for each. Rows that say so already are not written again: a row of a person stands in a dozen indexes.
 */
export async function updateStanding(tx: Ctx, personIds: readonly string[], today: string): Promise<void> {
  if (personIds.length === 0) return;
  await sql`
    with post as (
      select e.person_id, e.organisation_id, e.position_id, e.position, o.path,
        e.from_date <= ${today}::date and (e.to_date is null or e.to_date >= ${today}::date) as present,
        row_number() over (partition by e.person_id order by
          (e.from_date <= ${today}::date and (e.to_date is null or e.to_date >= ${today}::date)) desc,
          (e.kind = 'main') desc, coalesce(e.to_date, 'infinity'::date) desc, e.rate desc, e.from_date desc, e.id) as rank
      from people.employment e
      join people.organisation o on o.id = e.organisation_id and o.network_id = e.network_id
      where e.network_id = ${tx.networkId} and e.person_id = any(${[...personIds]}::uuid[])
    ), placed as materialized (
      select p.person_id, array_agg(distinct place) as place from post p cross join unnest(p.path) place where p.present group by p.person_id
    ), standing as materialized (
      select l.person_id, l.present, l.organisation_id, l.position_id, l.position, case when l.present then placed.place else l.path end as place
      from post l left join placed on placed.person_id = l.person_id where l.rank = 1
    )
    update people.person p set
      is_working = coalesce(s.present, false), organisation_id = s.organisation_id, position_id = s.position_id, post_title = s.position,
      place = coalesce(s.place, '{}')
    from (select id from people.person where network_id = ${tx.networkId} and id = any(${[...personIds]}::uuid[])) w
    left join standing s on s.person_id = w.id
    where p.id = w.id and p.network_id = ${tx.networkId}
      and (p.is_working, p.organisation_id, p.position_id, p.post_title, p.place) is distinct from
        (coalesce(s.present, false), s.organisation_id, s.position_id, s.position, coalesce(s.place, '{}'))`.execute(tx.db);
}

/** Persons who work or worked in one of these organisations. */
export async function listPersonIdsOf(tx: Ctx, organisationIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    select distinct person_id from people.employment
    where network_id = ${tx.networkId} and organisation_id = any(${[...organisationIds]}::uuid[])`.execute(tx.db);
  return rows.map(({ person_id }) => person_id);
}

/** Persons with a post that begins or ended between two dates. */
export async function listPersonIdsTurning(ctx: Ctx, from: string, to: string): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    select distinct person_id from people.employment
    where network_id = ${ctx.networkId}
      and (from_date between ${from}::date and ${to}::date or to_date between ${from}::date and ${to}::date)`.execute(ctx.db);
  return rows.map(({ person_id }) => person_id);
}

/** Lets words be found that were not there before. */
export async function insertSearchWords(tx: Ctx, words: readonly string[]): Promise<void> {
  if (words.length === 0) return;
  await sql`
    with fresh as (
      insert into people.search_word (network_id, word)
      select ${tx.networkId}::uuid, word from unnest(${[...words].sort()}::text[]) word
      on conflict do nothing returning network_id, word
    )
    insert into people.search_slip (network_id, slip, word)
    select distinct network_id, overlay(word placing '' from at for 1), word
    from fresh cross join lateral generate_series(1, length(word)) at where length(word) >= ${FUZZY_FROM}
    on conflict do nothing`.execute(tx.db);
}
