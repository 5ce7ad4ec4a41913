-- blankContacts
update seminars.event set contact_name = null, contact_email = null, version = version + 1 where network_id = $1 and lower(contact_email) = any($2::text[]);

-- blankContributors
update seminars.contributor set name = $1, name_key = 'erased-' || id, organisation = '', post = '', email = null, certificate_name = null, version = version + 1 where network_id = $2 and id = any($3::uuid[]);
update seminars.certificate_decision set reason = $1 where network_id = $2 and contributor_id = any($3::uuid[]);

-- blankReasons
update seminars.certificate_decision d set reason = $1 where d.network_id = $2 and (d.reason ilike any($3::text[]) or exists (select from unnest($4::text[], $5::text[]) who(family, given) where d.reason ilike who.family and d.reason ilike who.given));
update seminars.registration_note n set reason = $1 where n.network_id = $2 and (n.reason ilike any($3::text[]) or exists (select from unnest($4::text[], $5::text[]) who(family, given) where n.reason ilike who.family and n.reason ilike who.given));
update seminars.registration r set declined_reason = $1 where r.network_id = $2 and (r.declined_reason ilike any($3::text[]) or exists (select from unnest($4::text[], $5::text[]) who(family, given) where r.declined_reason ilike who.family and r.declined_reason ilike who.given));
update seminars.collective c set declined_reason = $1 where c.network_id = $2 and (c.declined_reason ilike any($3::text[]) or exists (select from unnest($4::text[], $5::text[]) who(family, given) where c.declined_reason ilike who.family and c.declined_reason ilike who.given));

-- listContactData
select c.id, e.title, c.contact_name as name, c.contact_email as email, c.organisation, c.created_at as "createdAt" from seminars.collective c join seminars.event e on e.network_id = c.network_id and e.id = c.event_id where c.network_id = $1 and lower(c.contact_email) = any($2::text[]) and c.erased_at is null order by c.id;

-- listContributorData
select c.id, e.title, c.name, c.email, c.country, c.organisation, c.post from seminars.contributor c join seminars.event e on e.network_id = c.network_id and e.id = c.event_id where c.network_id = $1 and lower(c.email) = any($2::text[]) and c.name_key = any($3::text[]) order by c.id;

-- listRegistrationData
select r.id, r.event_id as "eventId", e.title, r.state, r.name, r.email, r.country, r.organisation, r.position, r.role, r.certificate_locale as "certificateLocale", r.mail_locale as "mailLocale", r.notice_version as "noticeVersion", r.noticed_at as "noticedAt", r.created_at as "createdAt", r.cancelled_at as "cancelledAt", e.last_end + make_interval(days => r.retention_days) as "keptUntil" from seminars.registration r join seminars.event e on e.network_id = r.network_id and e.id = r.event_id where r.network_id = $1 and r.person_id = any($2::uuid[]) and r.erased_at is null order by r.created_at desc, r.id;
