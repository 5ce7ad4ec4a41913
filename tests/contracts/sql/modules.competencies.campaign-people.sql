-- closeOpenSheets
update competencies.campaign_rater r set state = 'missed' from competencies.campaign_participant p where r.network_id = $1 and p.network_id = r.network_id and p.id = r.participant_id and p.campaign_id = $2 and r.state in ('proposed', 'invited') returning r.id;
update competencies.sheet set state = 'withdrawn', changed_at = $1 where network_id = $2 and campaign_rater_id = any($3::uuid[]) and state = 'open';

-- deleteSheets
delete from competencies.sheet where network_id = $1 and id = any($2::uuid[]) and campaign_rater_id is not null;

-- findParticipant
select p.id, p.campaign_id as "campaignId", c.canonical_id as "personId", c.account_id as "accountId", c.family_name as "familyName", c.given_name as "givenName", c.is_working as "isWorking", p.organisation_id as "organisationId", o.name as "organisationName", s.name as "positionName", p.state, p.competency_ids as "competencyIds", p.written_at as "writtenAt", p.left_out as "leftOut" from competencies.campaign_participant p join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id left join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = p.organisation_id left join people.position s on s.network_id = p.network_id and s.id = c.position_id where p.network_id = $1 and p.id = $2;

-- findRater
select r.id, r.participant_id as "participantId", p.campaign_id as "campaignId", r.kind, k.canonical_id as "personId", coalesce(r.account_id, k.account_id) as "accountId", coalesce(r.name, nullif(concat_ws(' ', k.family_name, k.given_name), '')) as name, r.email, r.locale, r.state, r.is_paper as "isPaper", r.told_at as "toldAt", r.reminders, r.handed_in_at as "handedInAt", s.id as "sheetId", coalesce((select count(*) filter (where a.step is not null)::int from competencies.sheet_answer a where a.network_id = r.network_id and a.sheet_id = s.id), 0) as answered, c.canonical_id as "ratedId", concat_ws(' ', c.family_name, c.given_name) as "ratedName", g.state as "campaignState", g.ends_at as "endsAt" from competencies.campaign_rater r join competencies.campaign_participant p on p.network_id = r.network_id and p.id = r.participant_id join competencies.campaign g on g.network_id = p.network_id and g.id = p.campaign_id join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id left join people.person_card k on k.network_id = r.network_id and k.person_id = r.person_id left join competencies.sheet s on s.network_id = r.network_id and s.campaign_rater_id = r.id where r.network_id = $1 and r.id = $2;

-- insertParticipants
insert into competencies.campaign_participant (network_id, campaign_id, person_id, organisation_id, competency_ids, added_at) select $1::uuid, $2::uuid, "personId", "organisationId", case when jsonb_typeof("competencyIds") = 'array' then array(select jsonb_array_elements_text("competencyIds")::uuid) end, $3 from jsonb_to_recordset($4::jsonb) as one("personId" uuid, "organisationId" uuid, "competencyIds" jsonb) on conflict (campaign_id, person_id) do nothing returning id, person_id as "personId";

-- insertRaters
insert into competencies.campaign_rater (id, network_id, participant_id, kind, person_id, account_id, name, email, locale, state, added_at) select id, $1::uuid, "participantId", kind, "personId", "accountId", name, email, locale, state, $2 from jsonb_to_recordset($3::jsonb) as one(id uuid, "participantId" uuid, kind text, "personId" uuid, "accountId" uuid, name text, email text, locale text, state text) on conflict do nothing returning id;
insert into competencies.sheet (network_id, person_id, version_id, kind, campaign_rater_id, opened_at, changed_at) select r.network_id, p.person_id, g.version_id, r.kind, r.id, $1, $2 from competencies.campaign_rater r join competencies.campaign_participant p on p.network_id = r.network_id and p.id = r.participant_id join competencies.campaign g on g.network_id = p.network_id and g.id = p.campaign_id where r.network_id = $3 and r.id = any($4::uuid[]) and r.state = 'invited' on conflict (campaign_rater_id) where campaign_rater_id is not null do update set state = 'open' where competencies.sheet.state = 'withdrawn';

-- listCampaignWords
select r.participant_id as "participantId", r.id as "raterId", r.kind, a.competency_id as "competencyId", a.step, a.comment, coalesce(r.account_id, k.account_id) as "accountId", coalesce(r.name, nullif(concat_ws(' ', k.family_name, k.given_name), '')) as name, s.id as "sheetId", r.kind <> 'self' and coalesce(k.canonical_id = c.canonical_id, false) as "isRated" from competencies.campaign_rater r join competencies.campaign_participant p on p.network_id = r.network_id and p.id = r.participant_id join competencies.campaign g on g.network_id = p.network_id and g.id = p.campaign_id join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id left join people.person_card k on k.network_id = r.network_id and k.person_id = r.person_id left join competencies.sheet s on s.network_id = r.network_id and s.campaign_rater_id = r.id join competencies.sheet_answer a on a.network_id = s.network_id and a.sheet_id = s.id where r.network_id = $1 and p.campaign_id = $2 and p.state <> 'out' and r.state = 'handed_in' and a.step is not null order by array_position(array['self', 'head', 'mentor', 'peer', 'external'], r.kind), a.competency_id, a.step, r.id;

-- listOwnRaters
select r.id, r.participant_id as "participantId", p.campaign_id as "campaignId", r.kind, k.canonical_id as "personId", coalesce(r.account_id, k.account_id) as "accountId", coalesce(r.name, nullif(concat_ws(' ', k.family_name, k.given_name), '')) as name, r.email, r.locale, r.state, r.is_paper as "isPaper", r.told_at as "toldAt", r.reminders, r.handed_in_at as "handedInAt", s.id as "sheetId", coalesce((select count(*) filter (where a.step is not null)::int from competencies.sheet_answer a where a.network_id = r.network_id and a.sheet_id = s.id), 0) as answered, c.canonical_id as "ratedId", concat_ws(' ', c.family_name, c.given_name) as "ratedName", g.state as "campaignState", g.ends_at as "endsAt" from competencies.campaign_rater r join competencies.campaign_participant p on p.network_id = r.network_id and p.id = r.participant_id join competencies.campaign g on g.network_id = p.network_id and g.id = p.campaign_id join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id left join people.person_card k on k.network_id = r.network_id and k.person_id = r.person_id left join competencies.sheet s on s.network_id = r.network_id and s.campaign_rater_id = r.id where r.network_id = $1 and coalesce(r.account_id, k.account_id) = $2 and r.state = 'invited' and g.state = 'running' and g.ends_at > $3 order by g.ends_at, array_position(array['self', 'head', 'mentor', 'peer', 'external'], r.kind), r.id limit 200;

-- listParticipants
select p.id, p.campaign_id as "campaignId", c.canonical_id as "personId", c.account_id as "accountId", c.family_name as "familyName", c.given_name as "givenName", c.is_working as "isWorking", p.organisation_id as "organisationId", o.name as "organisationName", s.name as "positionName", p.state, p.competency_ids as "competencyIds", p.written_at as "writtenAt", p.left_out as "leftOut" from competencies.campaign_participant p join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id left join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = p.organisation_id left join people.position s on s.network_id = p.network_id and s.id = c.position_id where p.network_id = $1 and p.campaign_id = $2 order by c.sort_name, p.id;

-- listParticipations
select p.id, g.id as "campaignId", g.title, g.ends_at as "endsAt", g.time_zone as "timeZone", g.kinds, r.id as "raterId", coalesce(r.state = 'handed_in', false) as "isHandedIn" from people.person_card c join competencies.campaign_participant p on p.network_id = c.network_id and p.person_id = c.person_id join competencies.campaign g on g.network_id = p.network_id and g.id = p.campaign_id left join competencies.campaign_rater r on r.network_id = p.network_id and r.participant_id = p.id and r.kind = 'self' where c.network_id = $1 and c.account_id = $2 and p.state = 'in' and g.state = 'running' and g.ends_at > $3 order by g.ends_at, p.id limit 50;

-- listRaters
select r.id, r.participant_id as "participantId", p.campaign_id as "campaignId", r.kind, k.canonical_id as "personId", coalesce(r.account_id, k.account_id) as "accountId", coalesce(r.name, nullif(concat_ws(' ', k.family_name, k.given_name), '')) as name, r.email, r.locale, r.state, r.is_paper as "isPaper", r.told_at as "toldAt", r.reminders, r.handed_in_at as "handedInAt", s.id as "sheetId", coalesce((select count(*) filter (where a.step is not null)::int from competencies.sheet_answer a where a.network_id = r.network_id and a.sheet_id = s.id), 0) as answered, c.canonical_id as "ratedId", concat_ws(' ', c.family_name, c.given_name) as "ratedName", g.state as "campaignState", g.ends_at as "endsAt" from competencies.campaign_rater r join competencies.campaign_participant p on p.network_id = r.network_id and p.id = r.participant_id join competencies.campaign g on g.network_id = p.network_id and g.id = p.campaign_id join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id left join people.person_card k on k.network_id = r.network_id and k.person_id = r.person_id left join competencies.sheet s on s.network_id = r.network_id and s.campaign_rater_id = r.id where r.network_id = $1 and p.campaign_id = $2 and r.state <> 'gone' order by array_position(array['self', 'head', 'mentor', 'peer', 'external'], r.kind), r.id;

-- listToRemind
select r.id from competencies.campaign_rater r join competencies.campaign_participant p on p.network_id = r.network_id and p.id = r.participant_id where r.network_id = $1 and p.campaign_id = $2 and p.state = 'in' and r.state = 'invited' and r.reminders < $3 order by r.id;

-- listUnwritten
select id from competencies.campaign_participant where network_id = $1 and campaign_id = $2 and written_at is null and state <> 'out' order by id;

-- lockParticipant
select from competencies.campaign_participant where network_id = $1 and id = $2 for update;

-- lockRater
select from competencies.campaign_rater where network_id = $1 and id = $2 for update;

-- markHandedIn
update competencies.campaign_rater set state = 'handed_in', handed_in_at = $1 where network_id = $2 and id = $3;
update competencies.sheet set state = 'handed_in', handed_in_at = $1, changed_at = $2 where network_id = $3 and campaign_rater_id = $4;

-- markPaper
update competencies.campaign_rater set is_paper = true where network_id = $1 and id = $2;

-- markTold
update competencies.campaign_rater set told_at = coalesce(told_at, $1), reminders = greatest(reminders, $2) where network_id = $3 and id = any($4::uuid[]);

-- markWritten
update competencies.campaign_participant set written_at = $1, left_out = $2 where network_id = $3 and id = $4;

-- openRaterSheets
insert into competencies.sheet (network_id, person_id, version_id, kind, campaign_rater_id, opened_at, changed_at) select r.network_id, p.person_id, g.version_id, r.kind, r.id, $1, $2 from competencies.campaign_rater r join competencies.campaign_participant p on p.network_id = r.network_id and p.id = r.participant_id join competencies.campaign g on g.network_id = p.network_id and g.id = p.campaign_id where r.network_id = $3 and r.id = any($4::uuid[]) and r.state = 'invited' on conflict (campaign_rater_id) where campaign_rater_id is not null do update set state = 'open' where competencies.sheet.state = 'withdrawn';

-- releaseLeavers
update competencies.campaign_participant p set state = 'left' from competencies.campaign g, people.person_card c where p.network_id = $1 and g.network_id = p.network_id and g.id = p.campaign_id and g.state in ('running', 'calibration') and p.state = 'in' and c.network_id = p.network_id and c.person_id = p.person_id and not c.is_working returning p.id;
select r.id from competencies.campaign_rater r join competencies.campaign_participant p on p.network_id = r.network_id and p.id = r.participant_id join competencies.campaign g on g.network_id = p.network_id and g.id = p.campaign_id left join people.person_card k on k.network_id = r.network_id and k.person_id = r.person_id where r.network_id = $1 and g.state = 'running' and r.state in ('proposed', 'invited') and (p.state = 'left' or not k.is_working) order by r.id for update of r;
update competencies.campaign_rater set state = $1 where network_id = $2 and id = any($3::uuid[]) and state <> 'handed_in';
update competencies.sheet set state = 'withdrawn', changed_at = $1 where network_id = $2 and campaign_rater_id = any($3::uuid[]) and state = 'open';

-- setParticipantState
update competencies.campaign_participant set state = $1 where network_id = $2 and id = $3;

-- setRaterState
update competencies.campaign_rater set state = $1 where network_id = $2 and id = any($3::uuid[]) and state <> 'handed_in';
update competencies.sheet set state = 'withdrawn', changed_at = $1 where network_id = $2 and campaign_rater_id = any($3::uuid[]) and state = 'open';
