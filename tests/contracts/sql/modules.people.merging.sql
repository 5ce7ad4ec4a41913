-- deleteAlias
delete from "people"."person_alias" where "network_id" = $1 and "old_person_id" = $2 returning "person_id", "undo";

-- insertAlias
insert into "people"."person_alias" ("old_person_id", "network_id", "person_id", "merged_by", "merged_at", "undo") values ($1, $2, $3, $4, $5, $6);

-- insertNotDuplicate
insert into "people"."not_duplicate" ("network_id", "first_id", "second_id", "decided_by", "decided_at") values ($1, $2, $3, $4, $5) on conflict do nothing;

-- listPairs
select a.id as "firstId", b.id as "secondId", a.sort_name as "firstName", b.sort_name as "secondName", a.birth_date as "firstBirth", b.birth_date as "secondBirth", a.organisation_id as "firstOrganisation", b.organisation_id as "secondOrganisation" from people.person a join people.person b on b.network_id = a.network_id and b.id > a.id and b.anonymised_at is null and (b.name_key = a.name_key or (b.birth_date = a.birth_date and b.search_words && a.search_words)) where a.network_id = $1 and a.anonymised_at is null and "a"."place" && $2::uuid[] and "b"."place" && $3::uuid[] and (a.birth_date is null or b.birth_date is null or a.birth_date = b.birth_date) and not exists (select from people.person_alias m where m.network_id = a.network_id and m.old_person_id in (a.id, b.id)) and not exists (select from people.not_duplicate n where n.network_id = a.network_id and n.first_id = a.id and n.second_id = b.id) order by (a.birth_date = b.birth_date) desc nulls last, a.sort_name, a.id, b.id limit $4;

-- moveRows
update people.employment e set person_id = $1::uuid where e.network_id = $2 and e.person_id = $3::uuid and not (e.kind = 'main' and exists ( select from people.employment k where k.network_id = e.network_id and k.person_id = $4::uuid and k.kind = 'main' and daterange(k.from_date, k.to_date, '[]') && daterange(e.from_date, e.to_date, '[]'))) and not exists (select from people.employment s where s.network_id = e.network_id and s.person_id = $5::uuid and s.kind = e.kind and s.organisation_id = e.organisation_id and s.from_date = e.from_date) returning e.id;
update people.education d set person_id = $1::uuid where d.network_id = $2 and d.person_id = $3::uuid and not exists ( select from people.education k where k.network_id = d.network_id and k.person_id = $4::uuid and k.level = d.level and k.graduated_year is not distinct from d.graduated_year) returning d.id;
update people.attestation t set person_id = $1::uuid where t.network_id = $2 and t.person_id = $3::uuid and not exists ( select from people.attestation k where k.network_id = t.network_id and k.person_id = $4::uuid and k.category = t.category and k.held_on is not distinct from t.held_on) returning t.id;
update people.person_name n set person_id = $1::uuid where n.network_id = $2 and n.person_id = $3::uuid and not exists ( select from people.person_name k where k.network_id = n.network_id and k.person_id = $4::uuid and k.locale = n.locale) returning n.locale;
update people.person_alias set person_id = $1::uuid where network_id = $2 and person_id = $3::uuid returning old_person_id as id;

-- moveRowsBack
update "people"."employment" set "person_id" = $1 where "network_id" = $2 and "person_id" = $3 and "id" in $4;
update "people"."education" set "person_id" = $1 where "network_id" = $2 and "person_id" = $3 and "id" in $4;
update "people"."attestation" set "person_id" = $1 where "network_id" = $2 and "person_id" = $3 and "id" in $4;
update people.person_name set person_id = $1::uuid where network_id = $2 and person_id = $3::uuid and locale = any($4::text[]);
update people.person_alias set person_id = $1::uuid where network_id = $2 and person_id = $3::uuid and old_person_id = any($4::uuid[]);

-- updateAccountOf
update "people"."person" set "account_id" = $1 where "network_id" = $2 and "id" = $3;
