-- deleteFilter
delete from "people"."saved_filter" where "network_id" = $1 and "account_id" = $2 and "id" = $3;

-- listFilters
select "id", "name", "query" from "people"."saved_filter" where "network_id" = $1 and "account_id" = $2 and "list" = $3 order by "name" limit $4;

-- upsertFilter
insert into "people"."saved_filter" ("network_id", "account_id", "list", "name", "query", "created_at") values ($1, $2, $3, $4, $5, $6) on conflict ("network_id", "account_id", "list", "name") do update set "query" = $7;
