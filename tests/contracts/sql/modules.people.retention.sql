-- countLeft
select count(*)::int as n from people.person p join lateral (select max(coalesce(e.to_date, 'infinity'::date)) as last from people.employment e where e.network_id = p.network_id and e.person_id = p.id) post on post.last < $1::date where p.network_id = $2 and p.anonymised_at is null and not p.is_working and not exists (select from people.person_alias a where a.network_id = p.network_id and a.old_person_id = p.id);

-- countOldBulkChanges
select count(*)::int as n from people.bulk_change where network_id = $1 and forgotten_at is null and made_at < $2;

-- countOldChanges
select count(*)::int as n from people.record_change where network_id = $1 and subject_type = 'person' and at < $2;

-- countOldImports
select count(*)::int as n from people.import where network_id = $1 and forgotten_at is null and created_at < $2;

-- countOldViews
select count(*)::int as n from people.card_view where network_id = $1 and hour < $2;

-- deleteOldChanges
delete from people.record_change where network_id = $1 and subject_type = 'person' and at < $2;

-- deleteOldViews
delete from people.card_view where network_id = $1 and hour < $2;

-- listLeft
select p.id, p.sort_name as text, post.last::timestamptz as at from people.person p join lateral (select max(coalesce(e.to_date, 'infinity'::date)) as last from people.employment e where e.network_id = p.network_id and e.person_id = p.id) post on post.last < $1::date where p.network_id = $2 and p.anonymised_at is null and not p.is_working and not exists (select from people.person_alias a where a.network_id = p.network_id and a.old_person_id = p.id) order by post.last, p.id limit $3;

-- listOldBulkChanges
select coalesce(made_by_name, '') as text, made_at as at from people.bulk_change where network_id = $1 and forgotten_at is null and made_at < $2 order by made_at, id limit 5;

-- listOldChanges
select p.sort_name as text, r.at from people.record_change r join people.person p on p.network_id = r.network_id and p.id = r.subject_id where r.network_id = $1 and r.subject_type = 'person' and r.at < $2 order by r.at, r.id limit 5;

-- listOldImports
select file_name as text, created_at as at from people.import where network_id = $1 and forgotten_at is null and created_at < $2 order by created_at, id limit 5;

-- listOldViews
select p.sort_name as text, v.hour as at from people.card_view v join people.person p on p.network_id = v.network_id and p.id = v.person_id where v.network_id = $1 and v.hour < $2 order by v.hour, p.id limit 5;

-- listRetentionRules
select "kind", "days" from "people"."retention_rule" where "network_id" = $1;

-- upsertRetentionRule
insert into people.retention_rule (network_id, kind, days, changed_by, changed_at) values ($1, $2, $3, $4, $5) on conflict (network_id, kind) do update set days = excluded.days, changed_by = excluded.changed_by, changed_at = excluded.changed_at;
