-- insertNetwork
insert into "people"."network" ("slug", "name", "country", "default_locale", "time_zone", "data_location", "is_demo", "is_default") values ($1, $2, $3, $4, $5, $6, $7, $8) returning "id";

-- listNetworks
select "id", "slug", "name", "country", "default_locale", "time_zone", "data_location", "is_demo", "is_default", "photos", "version" from "people"."network" order by "created_at";

-- updateNetworkDataLocation
update "people"."network" set "data_location" = $1, "version" = "version" + $2 where "id" = $3 and "version" = $4;

-- updateNetworkPhotos
update "people"."network" set "photos" = $1, "version" = "version" + $2 where "id" = $3;
