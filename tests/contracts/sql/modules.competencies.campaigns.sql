-- countRunning
select count(distinct c.id)::int as n from competencies.campaign c join competencies.item i on i.network_id = c.network_id and i.version_id = c.version_id where c.network_id = $1 and c.state in ('running', 'calibration') and i.competency_id = any($2::uuid[]) and (c.breadth <> 'chosen' or i.competency_id = any(c.competency_ids));

-- endOfDay
select (($1::date + 1)::timestamp at time zone $2) as at;

-- findCampaign
select c.id, c.organisation_id as "organisationId", o.name as "organisationName", o.path, c.version_id as "versionId", v.title as "versionTitle", v.state as "versionState", v.framework_id as "frameworkId", c.title, c.note, c.state, c.closes_on::text as "closesOn", c.time_zone as "timeZone", c.ends_at as "endsAt", c.kinds, c.peers, c.anonymous, c.minimum_group as "minimumGroup", c.breadth, c.competency_ids as "competencyIds", c.audience, c.remind_days as "remindDays", c.revision, c.started_at as "startedAt", c.collected_at as "collectedAt", c.closed_at as "closedAt" from competencies.campaign c join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id join competencies.framework_version v on v.network_id = c.network_id and v.id = c.version_id where c.network_id = $1 and c.id = $2;

-- insertCampaign
insert into competencies.campaign (id, network_id, organisation_id, version_id, title, note, closes_on, time_zone, ends_at, kinds, peers, anonymous, minimum_group, breadth, competency_ids, remind_days, created_by, created_at) values ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7::date, $8, (($9::date + 1)::timestamp at time zone $10), $11::text[], $12, $13::text[], $14, $15, $16::uuid[], $17::int[], $18, $19);

-- listAudience
select c.person_id as "personId", c.family_name as "familyName", c.given_name as "givenName", c.organisation_id as "organisationId", o.name as "organisationName", s.name as "positionName", c.account_id as "accountId", o.path, coalesce(h.is_in, false) as "isChosen", (select pp.profile_id from competencies.profile_position pp where pp.network_id = c.network_id and pp.framework_id = $1 and pp.position_id = c.position_id and pp.organisation_kind in ('', o.kind) order by pp.organisation_kind desc limit 1) as "profileId" from people.person_card c join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id left join people.position s on s.network_id = c.network_id and s.id = c.position_id left join competencies.campaign_choice h on h.network_id = c.network_id and h.campaign_id = $2 and h.person_id = c.person_id where c.network_id = $3 and c.person_id = c.canonical_id and c.is_working and o.path @> array[$4::uuid] and coalesce(h.is_in, true) and (h.is_in is not null or (o.path && $5::uuid[] and ($6 or c.position_id = any($7::uuid[])) and ($8 or o.kind = any($9::text[])))) order by c.sort_name, c.person_id limit $10;

-- listCampaigns
select c.id, c.organisation_id as "organisationId", o.name as "organisationName", o.path, c.version_id as "versionId", v.title as "versionTitle", v.state as "versionState", v.framework_id as "frameworkId", c.title, c.note, c.state, c.closes_on::text as "closesOn", c.time_zone as "timeZone", c.ends_at as "endsAt", c.kinds, c.peers, c.anonymous, c.minimum_group as "minimumGroup", c.breadth, c.competency_ids as "competencyIds", c.audience, c.remind_days as "remindDays", c.revision, c.started_at as "startedAt", c.collected_at as "collectedAt", c.closed_at as "closedAt", n.participants, r.raters, r."handedIn" from competencies.campaign c join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id join competencies.framework_version v on v.network_id = c.network_id and v.id = c.version_id cross join lateral (select count(*)::int as participants from competencies.campaign_participant p where p.network_id = c.network_id and p.campaign_id = c.id and p.state <> 'out') n cross join lateral (select count(*) filter (where r.state in ('invited', 'handed_in', 'missed'))::int as raters, count(*) filter (where r.state = 'handed_in')::int as "handedIn" from competencies.campaign_participant p join competencies.campaign_rater r on r.network_id = p.network_id and r.participant_id = p.id where p.network_id = c.network_id and p.campaign_id = c.id and p.state <> 'out') r where c.network_id = $1 and ($2 or o.path && $3::uuid[]) order by c.created_at desc, c.id desc limit 200;

-- listCampaignsAtWork
select c.id, c.organisation_id as "organisationId", o.name as "organisationName", o.path, c.version_id as "versionId", v.title as "versionTitle", v.state as "versionState", v.framework_id as "frameworkId", c.title, c.note, c.state, c.closes_on::text as "closesOn", c.time_zone as "timeZone", c.ends_at as "endsAt", c.kinds, c.peers, c.anonymous, c.minimum_group as "minimumGroup", c.breadth, c.competency_ids as "competencyIds", c.audience, c.remind_days as "remindDays", c.revision, c.started_at as "startedAt", c.collected_at as "collectedAt", c.closed_at as "closedAt" from competencies.campaign c join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id join competencies.framework_version v on v.network_id = c.network_id and v.id = c.version_id where c.network_id = $1 and (c.state = 'running' or (c.state = 'closed' and exists (select from competencies.campaign_participant p where p.network_id = c.network_id and p.campaign_id = c.id and p.written_at is null and p.state <> 'out'))) order by c.id;

-- listTakenOut
select c.canonical_id as "personId", c.family_name as "familyName", c.given_name as "givenName" from competencies.campaign_choice h join people.person_card c on c.network_id = h.network_id and c.person_id = h.person_id where h.network_id = $1 and h.campaign_id = $2 and not h.is_in order by c.sort_name limit 200;

-- listWorking
select c.person_id as "personId", c.family_name as "familyName", c.given_name as "givenName", o.name as "organisationName" from people.person_card c join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id where c.network_id = $1 and c.person_id = c.canonical_id and c.is_working and o.path @> array[$2::uuid] and ($3 or starts_with(lower(concat_ws(' ', c.family_name, c.given_name)), lower($4))) order by c.sort_name, c.person_id limit $5;

-- lockCampaign
select from competencies.campaign where network_id = $1 and id = $2 for update;

-- saveChoice
insert into competencies.campaign_choice as h (network_id, campaign_id, person_id, is_in) values ($1, $2, $3, $4) on conflict (campaign_id, person_id) do update set is_in = excluded.is_in;

-- setCampaignState
update competencies.campaign set state = $1, revision = revision + 1, started_at = case when $2 = 'running' then $3::timestamptz else started_at end, collected_at = case when $4 = 'calibration' then $5::timestamptz else collected_at end, closed_at = case when $6 = 'closed' then $7::timestamptz end where network_id = $8 and id = $9;

-- updateAudience
update competencies.campaign set audience = $1::jsonb, revision = revision + 1 where network_id = $2 and id = $3;

-- updateCampaign
update competencies.campaign set title = $1::jsonb, note = $2::jsonb, closes_on = $3::date, ends_at = (($4::date + 1)::timestamp at time zone $5), kinds = $6::text[], peers = $7, anonymous = $8::text[], minimum_group = $9, breadth = $10, competency_ids = $11::uuid[], remind_days = $12::int[], revision = revision + 1 where network_id = $13 and id = $14;

-- updateEnd
update competencies.campaign set closes_on = $1::date, ends_at = (($2::date + 1)::timestamp at time zone $3), revision = revision + 1 where network_id = $4 and id = $5;

-- worksWithin
select from people.person_card c join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id where c.network_id = $1 and c.person_id = $2 and c.person_id = c.canonical_id and c.is_working and o.path @> array[$3::uuid];
