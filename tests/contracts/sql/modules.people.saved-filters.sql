-- deleteFilter
delete from "people"."saved_filter" where "network_id" = $1 and "id" = $2;

-- findFilter
select * from "people"."saved_filter" where "network_id" = $1 and "id" = $2;

-- listOwnFilters
select * from "people"."saved_filter" where "network_id" = $1 and "account_id" = $2 and "list" = $3 order by "name" limit $4;

-- listSharedFilters
select * from "people"."saved_filter" where "network_id" = $1 and "list" = $2 and "account_id" <> $3 and ("shared_with" = $4 or ("shared_with" = $5 and "shared_place" = any($6::uuid[]))) order by "name", "id" limit $7;

-- updateShared
update "people"."saved_filter" set "shared_with" = $1, "shared_place" = $2, "owner_name" = $3 where "network_id" = $4 and "id" = $5;

-- upsertFilter
insert into "people"."saved_filter" ("network_id", "account_id", "list", "name", "query", "created_at") values ($1, $2, $3, $4, $5, $6) on conflict ("network_id", "account_id", "list", "name") do update set "query" = $7 returning "id";
