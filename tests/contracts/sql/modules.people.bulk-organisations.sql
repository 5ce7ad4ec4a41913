-- countOpenBelowEach
select a.id, count(*)::int as n from unnest($1::uuid[]) a(id) join people.organisation o on o.network_id = $2 and o.path @> array[a.id] and o.closed_on is null and o.id <> all($3::uuid[]) group by a.id;

-- listBulkOrganisations
select "o"."id", "o"."parent_id", "o"."path", "o"."kind", "o"."name", "o"."languages", "o"."time_zone", "o"."closed_on", "a"."name" as "parent_name" from "people"."organisation" as "o" left join "people"."organisation" as "a" on "a"."id" = "o"."parent_id" and "a"."network_id" = "o"."network_id" where "o"."network_id" = $1 and "o"."id" in $2 order by "o"."id" for update of "o";

-- updateOrganisations
update "people"."organisation" set "kind" = $1, "languages" = $2, "time_zone" = $3, "closed_on" = $4, "version" = "version" + $5 where "network_id" = $6 and "id" in $7;
