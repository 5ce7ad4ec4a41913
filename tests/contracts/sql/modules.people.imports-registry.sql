-- deleteOrganisation
delete from people.record_change where network_id = $1 and subject_type = 'organisation' and subject_id = $2::uuid;
delete from people.organisation where network_id = $1 and id = $2::uuid;

-- deletePersons
delete from "people"."employment" where network_id = $1 and person_id = any($2::uuid[]);
delete from "people"."education" where network_id = $1 and person_id = any($2::uuid[]);
delete from "people"."attestation" where network_id = $1 and person_id = any($2::uuid[]);
delete from "people"."person_name" where network_id = $1 and person_id = any($2::uuid[]);
delete from "people"."change_request" where network_id = $1 and person_id = any($2::uuid[]);
delete from "people"."card_view" where network_id = $1 and person_id = any($2::uuid[]);
delete from people.record_change where network_id = $1 and subject_type = 'person' and subject_id = any($2::uuid[]);
delete from people.person where network_id = $1 and id = any($2::uuid[]);

-- listExactly
select p.id, p.name_key as key, p.birth_date as "birthDate" from people.person p where p.network_id = $1 and p.anonymised_at is null and p.name_key = any($2::text[]) and (p.name_key, p.birth_date) in (select * from unnest($3::text[], $4::date[])) and ($5 or p.place && $6::uuid[]) and not exists (select from people.person_alias a where a.network_id = p.network_id and a.old_person_id = p.id);

-- listMatchable
select p.id, p.birth_date as "birthDate", p.search_words as words, array_prepend(p.sort_name, coalesce((select array_agg(concat_ws(' ', n.family_name, n.given_name, n.patronymic)) from people.person_name n where n.network_id = p.network_id and n.person_id = p.id), '{}')) as names, coalesce((select array_agg(distinct e.organisation_id) from people.employment e where e.network_id = p.network_id and e.person_id = p.id), '{}') as organisations from people.person p where p.network_id = $1 and p.anonymised_at is null and (p.search_words && $2::text[] or p.birth_date = any($3::date[])) and ($4 or p.place && $5::uuid[]) and not exists (select from people.person_alias a where a.network_id = p.network_id and a.old_person_id = p.id) limit 20000;

-- listRecords
select * from "people"."person" where "network_id" = $1 and "id" in $2 and "anonymised_at" is null order by "id" for update;
select * from "people"."employment" where "network_id" = $1 and "person_id" in $2;
select * from "people"."education" where "network_id" = $1 and "person_id" in $2;
select * from "people"."attestation" where "network_id" = $1 and "person_id" in $2;

-- listTouched
select s.id from unnest($1::uuid[]) as s (id) where exists ( select from people.record_change c where c.network_id = $2 and c.subject_type = $3 and c.subject_id = "s"."id" and c.at > $4 and c.import_id is distinct from $5::uuid and case when c.import_id is null then c.act not like '%.import%' else not exists ( select from people.record_change u where u.network_id = c.network_id and u.subject_type = c.subject_type and u.subject_id = c.subject_id and u.import_id = c.import_id and u.act like '%.import_undone') end);

-- listWholeOrganisations
select * from "people"."organisation" where "network_id" = $1 order by "code" limit $2 for update;

-- lockImported
select p.id, p.account_id is not null or exists ( select from people.record_change c where c.network_id = $1 and c.subject_type = $2 and c.subject_id = "p"."id" and c.at > $3 and c.import_id is distinct from $4::uuid and case when c.import_id is null then c.act not like '%.import%' else not exists ( select from people.record_change u where u.network_id = c.network_id and u.subject_type = c.subject_type and u.subject_id = c.subject_id and u.import_id = c.import_id and u.act like '%.import_undone') end) or exists (select from people.person_alias a where a.network_id = p.network_id and (a.old_person_id = p.id or a.person_id = p.id)) as touched from people.person p where p.network_id = $5 and p.id = any($6::uuid[]) for update of p;
