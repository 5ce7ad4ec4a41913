-- blankListedAddresses
update credentials.listed_person p set email = null where p.network_id = $1 and p.email ilike any($2::text[]);

-- findList
select l.id, l.organisation_id as "organisationId", o.name as "organisationName", o.path, l.kind, l.title, l.words, l.job_id as "jobId", l.deliver_in_minutes as "deliverInMinutes", l.started_by as "startedBy", l.started_at as "startedAt", (select count(*)::int from credentials.listed_person p where p.network_id = l.network_id and p.list_id = l.id) as people from credentials.issuing_list l join people.organisation_card o on o.network_id = l.network_id and o.organisation_id = l.organisation_id where l.network_id = $1 and l.id = $2;

-- insertList
insert into credentials.issuing_list (id, network_id, organisation_id, kind, title, words, job_id, deliver_in_minutes, started_by, started_at) values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10) on conflict (id) do nothing returning id;

-- insertListedPeople
insert into credentials.listed_person (network_id, list_id, line, name, role_line, email) select $1::uuid, $2::uuid, line, name, "roleLine", email from jsonb_to_recordset($3::jsonb) as one(line int, name text, "roleLine" text, email text);

-- listIssuedBefore
select i.holder_name as name, min(i.number) as number from credentials.issue i where i.network_id = $1 and i.organisation_id = $2 and i.kind = $3 and i.series <> 'practice' and i.revoked_at is null and i.fields ->> 'eventTitle' = $4 and i.fields ->> 'dates' = $5 and i.holder_name = any($6::text[]) group by i.holder_name;

-- listLists
select l.id, l.organisation_id as "organisationId", o.name as "organisationName", o.path, l.kind, l.title, l.words, l.job_id as "jobId", l.deliver_in_minutes as "deliverInMinutes", l.started_by as "startedBy", l.started_at as "startedAt", (select count(*)::int from credentials.listed_person p where p.network_id = l.network_id and p.list_id = l.id) as people from credentials.issuing_list l join people.organisation_card o on o.network_id = l.network_id and o.organisation_id = l.organisation_id where l.network_id = $1 and ($2 or o.path && $3::uuid[]) order by l.started_at desc, l.id limit $4;

-- listOpenPeople
select p.id, p.line, p.name, p.role_line as "roleLine", p.email from credentials.listed_person p where p.network_id = $1 and p.list_id = $2 and not exists (select from credentials.issue i where i.network_id = p.network_id and i.source_type = 'credentials.listed_person' and i.source_id = p.id) order by p.line, p.id;
