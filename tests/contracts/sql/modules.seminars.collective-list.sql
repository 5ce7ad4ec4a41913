-- confirmNamesOf
update seminars.registration r set name_confirmed_at = $1 where r.network_id = $2 and r.collective_id = $3 and r.erased_at is null and r.state = 'confirmed' and r.name_confirmed_at is null returning r.id;

-- countCollectiveLines
select (select count(*)::int from ( select c.id, c.organisation, c.settlement, c.country, c.contact_name as "contactName", c.contact_email as "contactEmail", c.state, c.created_at as "createdAt", c.erased_at is not null as erased, n.confirmed, n.pending, n.waiting from seminars.collective c cross join lateral ( select count(*) filter (where r.state = 'confirmed')::int as confirmed, count(*) filter (where r.state = 'pending')::int as pending, count(*) filter (where r.state = 'waiting')::int as waiting from seminars.registration r where r.network_id = c.network_id and r.collective_id = c.id) n where c.network_id = $1 and c.event_id = $2 and ($3 = '' or c.state = $4 or ($5 = 'pending' and n.pending > 0)) and concat_ws(' ', c.organisation, c.settlement, c.contact_name, c.contact_email) ilike $6) l) as matching, count(*)::int as total, count(*) filter (where c.state = 'pending' or exists (select from seminars.registration r where r.network_id = c.network_id and r.collective_id = c.id and r.state = 'pending'))::int as pending from seminars.collective c where c.network_id = $7 and c.event_id = $8;

-- countNames
select (select count(*)::int from ( select r.id, coalesce(r.list_line, 0) as line, r.name, r.position, r.email, r.state, r.certificate_locale as "certificateLocale", r.name_confirmed_at is not null as "nameConfirmed", r.version from seminars.registration r where r.network_id = $1 and r.collective_id = $2 and r.erased_at is null and r.state = $3 and (r.search_key like $4 or lower(r.email) like $5)) l) as matching, count(*) filter (where r.state = 'confirmed')::int as confirmed, count(*) filter (where r.state = 'pending')::int as pending, count(*) filter (where r.state = 'waiting')::int as waiting, count(*) filter (where r.state = 'confirmed' and r.name_confirmed_at is null)::int as unconfirmed from seminars.registration r where r.network_id = $6 and r.collective_id = $7 and r.erased_at is null;

-- countSaid
select p.owner_id as "sessionId", count(*)::int as said, count(*) filter (where p.minutes > 0)::int as present from seminars.registration r join rooms.presence_card p on p.network_id = r.network_id and p.subject_id = r.id where r.network_id = $1 and r.collective_id = $2 and r.erased_at is null and r.state = 'confirmed' and p.owner_type = $3 and p.subject_type = $4 and p.confirmed_by_contact group by p.owner_id order by p.owner_id;

-- findListOf
select r.collective_id as id from seminars.registration r where r.network_id = $1 and r.id = $2 and r.collective_id is not null;

-- listCollectiveLines
select l.*, $1 as "sortValue" from ( select c.id, c.organisation, c.settlement, c.country, c.contact_name as "contactName", c.contact_email as "contactEmail", c.state, c.created_at as "createdAt", c.erased_at is not null as erased, n.confirmed, n.pending, n.waiting from seminars.collective c cross join lateral ( select count(*) filter (where r.state = 'confirmed')::int as confirmed, count(*) filter (where r.state = 'pending')::int as pending, count(*) filter (where r.state = 'waiting')::int as waiting from seminars.registration r where r.network_id = c.network_id and r.collective_id = c.id) n where c.network_id = $2 and c.event_id = $3 and ($4 = '' or c.state = $5 or ($6 = 'pending' and n.pending > 0)) and concat_ws(' ', c.organisation, c.settlement, c.contact_name, c.contact_email) ilike $7) l where ($8, l.id) < ($9, $10::uuid) order by $11 desc, l.id desc limit $12;

-- listMinutes
select p.subject_id as id, p.minutes, p.confirmed_by_contact as said from rooms.presence_card p where p.network_id = $1 and p.owner_type = $2 and p.owner_id = $3 and p.subject_type = $4 and p.subject_id = any ($5::uuid[]);

-- listNames
select l.*, lpad(l.line::text, 6, '0') as "sortValue" from ( select r.id, coalesce(r.list_line, 0) as line, r.name, r.position, r.email, r.state, r.certificate_locale as "certificateLocale", r.name_confirmed_at is not null as "nameConfirmed", r.version from seminars.registration r where r.network_id = $1 and r.collective_id = $2 and r.erased_at is null and r.state = $3 and (r.search_key like $4 or lower(r.email) like $5)) l where (lpad(l.line::text, 6, '0'), l.id) < ($6, $7::uuid) order by lpad(l.line::text, 6, '0') desc, l.id desc limit $8;
