-- awaitsOwnSheet
select from competencies.campaign_rater r join competencies.campaign_participant p on p.network_id = r.network_id and p.id = r.participant_id join competencies.campaign g on g.network_id = p.network_id and g.id = p.campaign_id join competencies.framework_version v on v.network_id = g.network_id and v.id = g.version_id join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id where r.network_id = $1 and c.canonical_id = $2 and v.framework_id = $3 and r.kind = 'self' and r.state = 'invited' and g.state = 'running' and g.ends_at > $4 limit 1;

-- findRatedPerson
select c.canonical_id as "personId", c.account_id as "accountId", c.family_name as "familyName", c.given_name as "givenName", c.place, c.is_working as "isWorking", c.organisation_id as "organisationId", c.position_id as "positionId", o.kind as "organisationKind", o.name as "organisationName", p.name as "positionName" from people.person_card c left join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id left join people.position p on p.network_id = c.network_id and p.id = c.position_id where c.network_id = $1 and c.person_id = $2;

-- findSheet
select s.id, c.canonical_id as "personId", s.version_id as "versionId", v.framework_id as "frameworkId", s.kind, s.author_id as "authorId", s.author_name as "authorName", s.state, s.opened_at as "openedAt", s.changed_at as "changedAt", s.handed_in_at as "handedInAt", s.campaign_rater_id as "campaignRaterId", (select count(*) filter (where a.step is not null)::int from competencies.sheet_answer a where a.network_id = s.network_id and a.sheet_id = s.id) as answered from competencies.sheet s join people.person_card c on c.network_id = s.network_id and c.person_id = s.person_id join competencies.framework_version v on v.network_id = s.network_id and v.id = s.version_id where s.network_id = $1 and s.id = $2;

-- hasOpenSelfSheet
select from competencies.sheet s join competencies.framework_version v on v.network_id = s.network_id and v.id = s.version_id where s.network_id = $1 and s.author_id = $2 and s.state = 'open' and s.kind = 'self' and v.framework_id = $3 limit 1;

-- listAnswers
select competency_id as "competencyId", step, comment from competencies.sheet_answer where network_id = $1 and sheet_id = $2;

-- listOpenSheets
select s.id, c.canonical_id as "personId", s.version_id as "versionId", v.framework_id as "frameworkId", s.kind, s.author_id as "authorId", s.author_name as "authorName", s.state, s.opened_at as "openedAt", s.changed_at as "changedAt", s.handed_in_at as "handedInAt", s.campaign_rater_id as "campaignRaterId", (select count(*) filter (where a.step is not null)::int from competencies.sheet_answer a where a.network_id = s.network_id and a.sheet_id = s.id) as answered, c.family_name as "familyName", c.given_name as "givenName" from competencies.sheet s join people.person_card c on c.network_id = s.network_id and c.person_id = s.person_id join competencies.framework_version v on v.network_id = s.network_id and v.id = s.version_id where s.network_id = $1 and s.author_id = $2 and s.state = 'open' and s.campaign_rater_id is null order by s.opened_at, s.id limit 200;

-- listPostProfiles
select distinct on (pp.framework_id) pp.profile_id as "profileId", pp.framework_id as "frameworkId", p.title from competencies.profile_position pp join competencies.profile p on p.network_id = pp.network_id and p.id = pp.profile_id where pp.network_id = $1 and pp.position_id = $2 and pp.organisation_kind in ('', $3) order by pp.framework_id, pp.organisation_kind desc;

-- listRequirements
select competency_id as "competencyId", least, preferred from competencies.requirement where network_id = $1 and profile_id = $2;

-- listSheets
select s.id, c.canonical_id as "personId", s.version_id as "versionId", v.framework_id as "frameworkId", s.kind, s.author_id as "authorId", s.author_name as "authorName", s.state, s.opened_at as "openedAt", s.changed_at as "changedAt", s.handed_in_at as "handedInAt", s.campaign_rater_id as "campaignRaterId", (select count(*) filter (where a.step is not null)::int from competencies.sheet_answer a where a.network_id = s.network_id and a.sheet_id = s.id) as answered from competencies.sheet s join people.person_card c on c.network_id = s.network_id and c.person_id = s.person_id join competencies.framework_version v on v.network_id = s.network_id and v.id = s.version_id where s.network_id = $1 and c.canonical_id = $2 and s.state <> 'withdrawn' and s.campaign_rater_id is null order by s.opened_at desc, s.id desc;

-- lockSheet
select from competencies.sheet where network_id = $1 and id = $2 for update;

-- moveOpenSheets
update competencies.sheet s set version_id = case when v.scale_id = $1 then $2::uuid else s.version_id end, state = case when v.scale_id = $3 then s.state else 'withdrawn' end from competencies.framework_version v where s.network_id = $4 and s.state = 'open' and s.campaign_rater_id is null and v.network_id = s.network_id and v.id = s.version_id and v.framework_id = $5 and v.id <> $6;

-- openSheetRow
insert into competencies.sheet (id, network_id, person_id, version_id, kind, author_id, author_name, opened_at, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (network_id, person_id, version_id, kind, author_id) where state = 'open' and author_id is not null and campaign_rater_id is null do nothing;
select id from competencies.sheet where network_id = $1 and person_id = $2 and version_id = $3 and kind = $4 and author_id = $5 and state = 'open' and campaign_rater_id is null;

-- saveAnswers
insert into competencies.sheet_answer as a (network_id, sheet_id, competency_id, step, comment, changed_at) select $1::uuid, $2::uuid, "competencyId", step, comment, $3 from jsonb_to_recordset($4::jsonb) as one("competencyId" uuid, step int, comment text) on conflict (sheet_id, competency_id) do update set step = excluded.step, comment = excluded.comment, changed_at = excluded.changed_at;
update competencies.sheet set changed_at = $1 where network_id = $2 and id = $3;

-- setSheetState
update competencies.sheet set state = $1, changed_at = $2, handed_in_at = case when $3 = 'handed_in' then $4::timestamptz end where network_id = $5 and id = $6;
