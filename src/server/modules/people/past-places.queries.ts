import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';

export interface PastPlace {
  day: string;
  personId: string;
  organisationId: string;
  positionId: string | null;
}

/** Where each person worked on each of these days, by the post that leads (as in `updateStanding`). */
const leading = (ctx: Ctx, days: readonly string[], personIds: readonly string[] | null): RawBuilder<unknown> => sql`
  select distinct on (d.day, e.person_id) d.day::text as day, e.person_id, e.organisation_id, e.position_id from unnest(${[...days]}::date[]) d(day)
  join people.employment e on e.network_id = ${ctx.networkId} and e.from_date <= d.day and (e.to_date is null or e.to_date >= d.day)
  join people.person_card c on c.network_id = e.network_id and c.person_id = e.person_id and c.canonical_id = c.person_id
  where ${personIds === null} or e.person_id = any(${[...(personIds ?? [])]}::uuid[])
  order by d.day, e.person_id, (e.kind = 'main') desc, coalesce(e.to_date, 'infinity'::date) desc, e.rate desc, e.from_date desc, e.id`;

/** Where these people worked on these days; who did not work then is not there. */
export async function placesOn(ctx: Ctx, days: readonly string[], personIds: readonly string[]): Promise<PastPlace[]> {
  const { rows } = await sql<PastPlace>`select day, person_id as "personId", organisation_id as "organisationId", position_id as "positionId" from (${leading(ctx, days, personIds)}) l`.execute(ctx.db);
  return rows;
}

/** How many people worked in each organisation on these days, each person once. */
export async function headcountsOn(ctx: Ctx, days: readonly string[]): Promise<{ day: string; organisationId: string; people: number }[]> {
  const { rows } = await sql<{ day: string; organisationId: string; people: number }>`select day, organisation_id as "organisationId", count(*)::int as people from (${leading(ctx, days, null)}) l group by 1, 2`.execute(ctx.db);
  return rows;
}

export interface Moves {
  /** Null: the network as a whole. */
  districtId: string | null;
  came: number;
  left: number;
}

/** Who works in a district (what lies right below the root) on the second day and did not on the first, and the other way round; and the same of the network. */
export async function movesBetween(ctx: Ctx, from: string, until: string): Promise<Moves[]> {
  const { rows } = await sql<Moves>`
    with l as (${leading(ctx, [from, until], null)}),
    place as (select l.person_id, l.day, coalesce(o.path[2], o.path[1]) as district from l join people.organisation o on o.network_id = ${ctx.networkId} and o.id = l.organisation_id),
    both_days as (select a.district as was, b.district as now_in from (select * from place where day = ${from}) a full join (select * from place where day = ${until}) b on b.person_id = a.person_id
      where a.district is distinct from b.district)
    select d as "districtId", count(*) filter (where now_in = d)::int as came, count(*) filter (where was = d)::int as "left" from both_days cross join lateral unnest(array[was, now_in]) d where d is not null group by 1
    union all select null, count(*) filter (where was is null)::int, count(*) filter (where now_in is null)::int from both_days`.execute(ctx.db);
  return rows;
}
