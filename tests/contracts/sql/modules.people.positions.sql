-- deleteUnit
delete from "people"."staff_unit" where "network_id" = $1 and "id" = $2;

-- insertPositions
insert into "people"."position" ("network_id", "code", "name", "isco", "is_main_personnel", "is_head", "sort", "is_retired", "search_words") values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict ("network_id", "code") do nothing returning "id";

-- insertUnits
insert into "people"."staff_unit" ("network_id", "organisation_id", "created_at", "position_id", "units", "from_date", "to_date", "note") values ($1, $2, $3, $4, $5, $6, $7, $8) returning "id";

-- listPositions
select "id", "code", "name", "isco", "is_main_personnel", "is_head", "sort", "is_retired", "version" from "people"."position" where "network_id" = $1 order by "sort", "code" limit $2;

-- listStaffing
with planned as ( select position_id, sum(units) as units from people.staff_unit where network_id = $1 and organisation_id = $2::uuid and from_date <= $3::date and (to_date is null or to_date >= $4::date) group by position_id ), filled as ( select position_id, case when position_id is null then position end as title, sum(rate) as occupied, count(distinct person_id)::int as persons from people.employment where network_id = $5 and organisation_id = $6::uuid and from_date <= $7::date and (to_date is null or to_date >= $8::date) group by 1, 2 ) select coalesce(planned.position_id, filled.position_id) as position_id, p.name as position_name, filled.title, coalesce(p.sort, 100000) as sort, planned.units, coalesce(filled.occupied, 0) as occupied, coalesce(filled.persons, 0) as persons from planned full join filled on filled.position_id = planned.position_id left join people.position p on p.network_id = $9 and p.id = coalesce(planned.position_id, filled.position_id) order by coalesce(p.sort, 100000), filled.title;

-- listUnits
select "u"."id", "u"."position_id", "u"."units", "u"."from_date", "u"."to_date", "u"."note", "u"."version", "p"."name" as "position_name", "p"."sort" from "people"."staff_unit" as "u" inner join "people"."position" as "p" on "p"."id" = "u"."position_id" and "p"."network_id" = "u"."network_id" where "u"."network_id" = $1 and "u"."organisation_id" = $2 order by "p"."sort", "u"."from_date" desc limit $3;

-- updatePosition
update "people"."position" set "code" = $1, "name" = $2, "isco" = $3, "is_main_personnel" = $4, "is_head" = $5, "sort" = $6, "is_retired" = $7, "search_words" = $8, "version" = "version" + $9 where "network_id" = $10 and "id" = $11 and "version" = $12;

-- updateUnit
update "people"."staff_unit" set "position_id" = $1, "units" = $2, "from_date" = $3, "to_date" = $4, "note" = $5, "version" = "version" + $6 where "network_id" = $7 and "id" = $8 and "version" = $9;
