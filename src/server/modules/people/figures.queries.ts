import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';

export interface FigureDates {
  /** The day the figures are of. */
  asOf: string;
  born30: string;
  born55: string;
  since3: string;
  since6: string;
  since10: string;
  /** Born on this day or before: has reached pension age within five years; by sex, and the earlier and later of both for who has none on record. */
  womenBy: string;
  menBy: string;
  earlierBy: string;
  laterBy: string;
}

export interface DistrictFigures {
  districtId: string;
  /** Main personnel: persons, each once, by the main post. */
  staff: number;
  /** Everybody at work there. */
  headcount: number;
  under30: number;
  from30: number;
  from55: number;
  ageUnknown: number;
  library: number;
  otherEducation: number;
  educationUnknown: number;
  tenure0: number;
  tenure3: number;
  tenure6: number;
  tenure10: number;
  tenureUnknown: number;
  /** Surely, perhaps (sex not on record), and not within five years; and those whose birth date is not known. */
  retiring: number;
  maybeRetiring: number;
  notRetiring: number;
  retirementUnknown: number;
  units: number;
  occupied: number;
  vacant: number;
}

/** Figures by what lies right below the roots of the tree (a district, a city), and of the roots' own staff; `within`: only of who works below these organisations. One statement. */
export async function listDistrictFigures(ctx: Ctx, dates: FigureDates, within: readonly string[] | null = null): Promise<DistrictFigures[]> {
  const at = sql`${dates.asOf}::date`;
  const { rows } = await sql<DistrictFigures>`
    with place as (
      select id, coalesce(path[2], path[1]) as district from people.organisation
      where network_id = ${ctx.networkId} and (${within}::uuid[] is null or path && ${within}::uuid[])
    ), post as (
      select distinct on (e.person_id) e.person_id, e.is_main_personnel, place.district
      from people.employment e join place on place.id = e.organisation_id
      where e.network_id = ${ctx.networkId} and e.from_date <= ${at} and (e.to_date is null or e.to_date >= ${at})
      order by e.person_id, (e.kind = 'main') desc, e.rate desc, e.id
    ), staff as (
      select post.district, post.is_main_personnel as main, p.birth_date as born, p.profession_since as since,
        case p.sex when 'female' then p.birth_date <= ${dates.womenBy}::date when 'male' then p.birth_date <= ${dates.menBy}::date else p.birth_date <= ${dates.earlierBy}::date end as sure,
        case p.sex when 'female' then p.birth_date <= ${dates.womenBy}::date when 'male' then p.birth_date <= ${dates.menBy}::date else p.birth_date <= ${dates.laterBy}::date end as maybe,
        (select bool_or(d.is_library_profile) from people.education d where d.network_id = p.network_id and d.person_id = p.id) as library
      from post join people.person p on p.id = post.person_id and p.network_id = ${ctx.networkId}
    ), persons as (
      select district, count(*)::int as headcount, count(*) filter (where main)::int as staff,
        count(*) filter (where main and born > ${dates.born30}::date)::int as "under30",
        count(*) filter (where main and born <= ${dates.born30}::date and born > ${dates.born55}::date)::int as "from30",
        count(*) filter (where main and born <= ${dates.born55}::date)::int as "from55",
        count(*) filter (where main and born is null)::int as "ageUnknown",
        count(*) filter (where main and library)::int as library, count(*) filter (where main and not library)::int as "otherEducation",
        count(*) filter (where main and library is null)::int as "educationUnknown",
        count(*) filter (where main and since > ${dates.since3}::date)::int as "tenure0",
        count(*) filter (where main and since <= ${dates.since3}::date and since > ${dates.since6}::date)::int as "tenure3",
        count(*) filter (where main and since <= ${dates.since6}::date and since > ${dates.since10}::date)::int as "tenure6",
        count(*) filter (where main and since <= ${dates.since10}::date)::int as "tenure10",
        count(*) filter (where main and since is null)::int as "tenureUnknown",
        count(*) filter (where main and sure)::int as retiring, count(*) filter (where main and maybe and not sure)::int as "maybeRetiring",
        count(*) filter (where main and not maybe)::int as "notRetiring", count(*) filter (where main and born is null)::int as "retirementUnknown"
      from staff group by district
    ), planned as (
      select organisation_id, position_id, sum(units) as units from people.staff_unit
      where network_id = ${ctx.networkId} and from_date <= ${at} and (to_date is null or to_date >= ${at}) group by 1, 2
    ), filled as (
      select organisation_id, position_id, sum(rate) as occupied from people.employment
      where network_id = ${ctx.networkId} and from_date <= ${at} and (to_date is null or to_date >= ${at}) group by 1, 2
    ), units as (
      select place.district, sum(planned.units)::float8 as units, sum(least(planned.units, coalesce(filled.occupied, 0)))::float8 as occupied,
        sum(greatest(planned.units - coalesce(filled.occupied, 0), 0))::float8 as vacant
      from planned join place on place.id = planned.organisation_id
      left join filled on filled.organisation_id = planned.organisation_id and filled.position_id = planned.position_id
      group by place.district
    )
    select d.district as "districtId", coalesce(headcount, 0) as headcount, coalesce(staff, 0) as staff, coalesce("under30", 0) as "under30", coalesce("from30", 0) as "from30",
      coalesce("from55", 0) as "from55", coalesce("ageUnknown", 0) as "ageUnknown", coalesce(library, 0) as library, coalesce("otherEducation", 0) as "otherEducation",
      coalesce("educationUnknown", 0) as "educationUnknown", coalesce("tenure0", 0) as "tenure0", coalesce("tenure3", 0) as "tenure3", coalesce("tenure6", 0) as "tenure6",
      coalesce("tenure10", 0) as "tenure10", coalesce("tenureUnknown", 0) as "tenureUnknown", coalesce(retiring, 0) as retiring, coalesce("maybeRetiring", 0) as "maybeRetiring",
      coalesce("notRetiring", 0) as "notRetiring", coalesce("retirementUnknown", 0) as "retirementUnknown", coalesce(units, 0) as units, coalesce(occupied, 0) as occupied, coalesce(vacant, 0) as vacant
    from (select district from persons union select district from units) d
    left join persons on persons.district = d.district left join units on units.district = d.district`.execute(ctx.db);
  return rows;
}
