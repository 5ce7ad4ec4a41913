-- listChangeData
select "c"."at", "c"."actor_name", "c"."on_behalf_name", "c"."act", "c"."changes", "i"."file_name" from "people"."record_change" as "c" left join "people"."import" as "i" on "i"."network_id" = "c"."network_id" and "i"."id" = "c"."import_id" where "c"."network_id" = $1 and "c"."subject_type" = $2 and "c"."subject_id" in $3 order by "c"."at" desc limit $4;

-- listFilterData
select "name", "query", "created_at" from "people"."saved_filter" where "network_id" = $1 and "account_id" = $2 order by "name" limit $3;

-- listMergedIds
select "old_person_id" as "id" from "people"."person_alias" where "network_id" = $1 and "person_id" = $2;

-- listOwnAddresses
select distinct lower(p.email) as address from people.person p where p.network_id = $1 and p.id = any($2::uuid[]) and p.email is not null and not exists (select from people.person o where o.network_id = p.network_id and lower(o.email) = lower(p.email) and not o.id = any($3::uuid[])) and not exists (select from people.organisation c where c.network_id = p.network_id and lower(c.contact_email) = lower(p.email));

-- listPostData
select o.name as organisation, s.name as position, e.position as title, e.kind, e.rate, e.from_date as "fromDate", e.to_date as "toDate", e.leaving_reason as "leavingReason", e.leaving_note as "leavingNote" from people.employment e join people.organisation o on o.id = e.organisation_id and o.network_id = e.network_id left join people.position s on s.id = e.position_id and s.network_id = e.network_id where e.network_id = $1 and e.person_id = any($2::uuid[]) order by e.from_date desc, e.id;

-- listRequestData
select "created_at", "state", "changes", "reason" from "people"."change_request" where "network_id" = $1 and "person_id" in $2 order by "created_at" desc limit $3;

-- listSpellings
select family_name as family, given_name as given from people.person where network_id = $1 and id = any($2::uuid[]) and anonymised_at is null union select family_name, given_name from people.person_name where network_id = $3 and person_id = any($4::uuid[]);

-- listViewData
select "account_id", "hour" from "people"."card_view" where "network_id" = $1 and "person_id" in $2 order by "hour" desc limit $3;
