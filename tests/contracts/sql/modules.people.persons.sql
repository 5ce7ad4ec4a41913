-- findPerson
select "p".*, (select "a"."person_id" from "people"."person_alias" as "a" where "a"."old_person_id" = "p"."id" and "a"."network_id" = "p"."network_id") as "merged_into" from "people"."person" as "p" where "p"."network_id" = $1 and "p"."id" = $2 for update of "p";

-- findPersonName
select "family_name" as "familyName", "given_name" as "givenName", "patronymic" from "people"."person" where "network_id" = $1 and "id" = $2;

-- findPersonOfAccount
select "id" from "people"."person" where "network_id" = $1 and "account_id" = $2 order by "created_at" limit $3;

-- insertPersons
insert into "people"."person" ("id", "network_id", "account_id", "created_at", "updated_at", "family_name", "given_name", "patronymic", "name_locale", "name_key", "sort_name", "search_words", "birth_date", "sex", "email", "phone", "preferred_locale", "languages", "library_since", "profession_since", "is_working", "organisation_id", "position_id", "post_title", "place") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25);

-- listMergedNames
with merged as (select person_id, old_person_id, undo->'before' as before from people.person_alias where network_id = $1 and person_id = any($2::uuid[])) select m.person_id as "personId", p.family_name as "familyName", p.given_name as "givenName", p.patronymic from merged m join people.person p on p.network_id = $3 and p.id = m.old_person_id union select m.person_id, n.family_name, n.given_name, n.patronymic from merged m join people.person_name n on n.network_id = $4 and n.person_id = m.old_person_id union select m.person_id, m.before->>'familyName', m.before->>'givenName', m.before->>'patronymic' from merged m where m.before->>'familyName' is not null order by 1, 2, 3, 4;

-- listNames
select "person_id" as "personId", "locale", "family_name" as "familyName", "given_name" as "givenName", "patronymic" from "people"."person_name" where "network_id" = $1 and "person_id" in $2 order by "locale";

-- listPersonNames
select "id", "family_name" as "familyName", "given_name" as "givenName", "patronymic" from "people"."person" where "network_id" = $1 and id = any($2::uuid[]);

-- listPersonsWithWords
select p.place && $1::uuid[] as readable, p.id, p.family_name as "familyName", p.given_name as "givenName", p.patronymic, p.name_key as "nameKey", p.post_title as position, p.organisation_id as "organisationId" from people.person p where p.network_id = $2 and p.search_words && $3::text[] and p.anonymised_at is null and not exists (select from people.person_alias a where a.network_id = p.network_id and a.old_person_id = p.id) order by readable desc limit 200;

-- replaceNames
delete from "people"."person_name" where "network_id" = $1 and "person_id" = $2;
insert into "people"."person_name" ("network_id", "person_id", "locale", "family_name", "given_name", "patronymic") values ($1, $2, $3, $4, $5, $6);

-- updatePerson
update "people"."person" set "family_name" = $1, "given_name" = $2, "patronymic" = $3, "name_locale" = $4, "name_key" = $5, "sort_name" = $6, "search_words" = $7, "birth_date" = $8, "sex" = $9, "email" = $10, "phone" = $11, "preferred_locale" = $12, "languages" = $13, "library_since" = $14, "profession_since" = $15, "updated_at" = $16, "version" = "version" + $17 where "network_id" = $18 and "id" = $19 and "version" = $20;

-- updatePersonAccount
update "people"."person" set "account_id" = $1, "version" = "version" + $2 where "network_id" = $3 and "id" = $4 and "account_id" is null;
