-- deleteAlias
delete from "people"."person_alias" where "network_id" = $1 and "old_person_id" = $2 returning "person_id", "undo";

-- findLastMerged
select old_person_id as "oldId", coalesce((undo->>'nth')::int, 0) as nth from people.person_alias where network_id = $1 and person_id = $2::uuid order by nth desc, merged_at desc, old_person_id limit 1;

-- insertAlias
insert into "people"."person_alias" ("old_person_id", "network_id", "person_id", "merged_by", "merged_at", "undo") values ($1, $2, $3, $4, $5, $6);

-- insertNotDuplicate
insert into "people"."not_duplicate" ("network_id", "first_id", "second_id", "decided_by", "decided_at") values ($1, $2, $3, $4, $5) on conflict do nothing;

-- listPairs
select a.id as "firstId", b.id as "secondId", a.sort_name as "firstName", b.sort_name as "secondName", a.birth_date as "firstBirth", b.birth_date as "secondBirth", a.organisation_id as "firstOrganisation", b.organisation_id as "secondOrganisation" from people.person a join people.person b on b.network_id = a.network_id and b.id > a.id and b.anonymised_at is null and (b.name_key = a.name_key or (b.birth_date = a.birth_date and b.search_words && a.search_words)) where a.network_id = $1 and a.anonymised_at is null and "a"."place" && $2::uuid[] and "b"."place" && $3::uuid[] and (a.birth_date is null or b.birth_date is null or a.birth_date = b.birth_date) and not exists (select from people.person_alias m where m.network_id = a.network_id and m.old_person_id in (a.id, b.id)) and not exists (select from people.not_duplicate n where n.network_id = a.network_id and n.first_id = a.id and n.second_id = b.id) order by (a.birth_date = b.birth_date) desc nulls last, a.sort_name, a.id, b.id limit $4;

-- moveRows
with coming as ( select e.*, case when e.kind = 'main' and exists (select from people.employment k where k.network_id = e.network_id and k.person_id = $1::uuid and k.kind = 'main' and daterange(k.from_date, k.to_date, '[]') && daterange(e.from_date, e.to_date, '[]')) then 'second' else e.kind end as as_kind from people.employment e where "e"."network_id" = $2 and "e"."person_id" = $3::uuid and not (e.kind = 'main' and exists (select from people.employment k where k.network_id = e.network_id and k.person_id = $4::uuid and k.kind = 'main' and daterange(k.from_date, k.to_date, '[]') && daterange(e.from_date, e.to_date, '[]') and k.organisation_id = e.organisation_id)) ) update people.employment e set person_id = $5::uuid, kind = c.as_kind from coming c where e.network_id = $6 and e.id = c.id and not exists ( select from people.employment s where s.network_id = c.network_id and s.person_id = $7::uuid and s.kind = c.as_kind and s.organisation_id = c.organisation_id and s.from_date = c.from_date and s.to_date is not distinct from c.to_date and s.position_id is not distinct from c.position_id and s.position is not distinct from c.position) returning e.id, c.kind <> c.as_kind as became;
update people.education d set person_id = $1::uuid where "d"."network_id" = $2 and "d"."person_id" = $3::uuid and not exists ( select from people.education k where k.network_id = d.network_id and k.person_id = $4::uuid and k.level = d.level and coalesce(d.graduated_year = k.graduated_year, d.graduated_year is null) and coalesce(d.institution = k.institution, d.institution is null) and coalesce(d.speciality = k.speciality, d.speciality is null) and coalesce(d.is_library_profile = k.is_library_profile, d.is_library_profile is null)) returning d.id;
update people.attestation t set person_id = $1::uuid where "t"."network_id" = $2 and "t"."person_id" = $3::uuid and not exists ( select from people.attestation k where k.network_id = t.network_id and k.person_id = $4::uuid and k.category = t.category and coalesce(t.held_on = k.held_on, t.held_on is null) and coalesce(t.due_on = k.due_on, t.due_on is null) and coalesce(t.note = k.note, t.note is null)) returning t.id;
update people.person_name n set person_id = $1::uuid where "n"."network_id" = $2 and "n"."person_id" = $3::uuid and not exists ( select from people.person_name k where k.network_id = n.network_id and k.person_id = $4::uuid and k.locale = n.locale) returning n.locale;
update people.person_alias set person_id = $1::uuid where network_id = $2 and person_id = $3::uuid returning old_person_id as id;
update people.change_request r set person_id = $1::uuid where "r"."network_id" = $2 and "r"."person_id" = $3::uuid and not (r.state = 'open' and exists ( select from people.change_request k where k.network_id = r.network_id and k.person_id = $4::uuid and k.state = 'open')) returning r.id;
update "people"."consent" set person_id = $1::uuid where network_id = $2 and person_id = $3::uuid returning id;
update "people"."consent_asked" set person_id = $1::uuid where network_id = $2 and person_id = $3::uuid returning id;

-- moveRowsBack
update people.employment set person_id = $1::uuid, kind = 'main' where network_id = $2 and person_id = $3::uuid and id = any($4::uuid[]);
update "people"."employment" set person_id = $1::uuid where network_id = $2 and person_id = $3::uuid and id = any($4::uuid[]);
update "people"."education" set person_id = $1::uuid where network_id = $2 and person_id = $3::uuid and id = any($4::uuid[]);
update "people"."attestation" set person_id = $1::uuid where network_id = $2 and person_id = $3::uuid and id = any($4::uuid[]);
update "people"."consent" set person_id = $1::uuid where network_id = $2 and person_id = $3::uuid and id = any($4::uuid[]);
update "people"."consent_asked" set person_id = $1::uuid where network_id = $2 and person_id = $3::uuid and id = any($4::uuid[]);
update "people"."change_request" set person_id = $1::uuid where network_id = $2 and person_id = $3::uuid and id = any($4::uuid[]);
update people.person_name set person_id = $1::uuid where network_id = $2 and person_id = $3::uuid and locale = any($4::text[]);
update people.person_alias set person_id = $1::uuid where network_id = $2 and person_id = $3::uuid and old_person_id = any($4::uuid[]);

-- updateAccountOf
update "people"."person" set "account_id" = $1 where "network_id" = $2 and "id" = $3;
