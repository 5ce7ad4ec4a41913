-- findOrganisation
select * from "people"."organisation" where "network_id" = $1 and "id" = $2;

-- findPersonName
select "family_name" as "familyName", "given_name" as "givenName", "patronymic" from "people"."person" where "network_id" = $1 and "id" = $2;

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

-- listOrganisationsAfter
select "id", "parent_id" as "parentId", "kind", "code", "name", "country", "settlement", "time_zone" as "timeZone" from "people"."organisation" where "network_id" = $1 and (code ilike $2 or exists (select from jsonb_each(name) n where n.value->>'text' ilike $3)) and "code" > $4 order by "code" limit $5;

-- listPersonsWithWords
select p.id, p.family_name as "familyName", p.given_name as "givenName", p.patronymic, p.name_key as "nameKey", e.position, o.name as "organisationName" from people.person p left join lateral (select position, organisation_id from people.employment e where e.network_id = p.network_id and e.person_id = p.id and e.to_date is null order by e.from_date desc limit 1) e on true left join people.organisation o on o.network_id = p.network_id and o.id = e.organisation_id where p.network_id = $1 and string_to_array(p.name_key, ' ') && $2::text[] limit 200;

-- updateNetworkDataLocation
update "people"."network" set "data_location" = $1, "version" = "version" + $2 where "id" = $3 and "version" = $4;
