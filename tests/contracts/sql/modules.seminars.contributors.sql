-- deleteContributor
delete from "seminars"."contributor" where "network_id" = $1 and "event_id" = $2 and "id" = $3;

-- findContributor
select "id", "name", "name_key" as "nameKey", "country", "organisation", "post", "email", "version" from "seminars"."contributor" where "network_id" = $1 and "event_id" = $2 and "id" = $3;

-- insertContributors
insert into "seminars"."contributor" ("id", "network_id", "event_id", "name", "name_key", "country", "organisation", "post", "email") values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- listContributors
select "id", "name", "name_key" as "nameKey", "country", "organisation", "post", "email", "version" from "seminars"."contributor" where "network_id" = $1 and "event_id" = $2 order by "id";

-- updateContributor
update "seminars"."contributor" set "name" = $1, "name_key" = $2, "country" = $3, "organisation" = $4, "post" = $5, "email" = $6, "version" = "version" + $7 where "network_id" = $8 and "event_id" = $9 and "id" = $10 and "version" = $11;
