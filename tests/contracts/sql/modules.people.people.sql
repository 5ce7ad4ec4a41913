-- findOrganisation
select * from "people"."organisation" where "network_id" = $1 and "id" = $2;

-- insertEmployment
insert into "people"."employment" ("network_id", "person_id", "organisation_id", "position", "rate", "from_date") values ($1, $2, $3, $4, $5, $6);

-- insertNetwork
insert into "people"."network" ("slug", "name", "country", "default_locale", "time_zone", "data_location", "is_demo", "is_default") values ($1, $2, $3, $4, $5, $6, $7, $8) returning "id";

-- insertOrganisation
insert into "people"."organisation" ("id", "network_id", "parent_id", "path", "kind", "code", "name", "country", "settlement", "time_zone", "signatory_name", "signatory_post", "contact_email") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- insertPerson
insert into "people"."person" ("id", "network_id", "account_id", "family_name", "given_name", "patronymic", "name_key", "email", "preferred_locale") values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- listNetworks
select "id", "slug", "name", "country", "default_locale", "time_zone", "data_location", "is_demo", "is_default", "version" from "people"."network" order by "created_at";

-- listOrganisations
select "id", "parent_id", "path", "kind", "code", "name", "country", "settlement", "time_zone", "contact_email" from "people"."organisation" where "network_id" = $1 order by "code" limit $2;

-- updateNetworkDataLocation
update "people"."network" set "data_location" = $1, "version" = "version" + $2 where "id" = $3 and "version" = $4;
