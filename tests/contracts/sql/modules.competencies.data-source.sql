-- countRatingsOf
select count(*) filter (where person_id = any($1::uuid[]))::int as of, count(*) filter (where not person_id = any($2::uuid[]))::int as by from competencies.rating where network_id = $3 and (person_id = any($4::uuid[]) or author_id = $5);

-- deleteEvidenceOf
delete from competencies.evidence where network_id = $1 and person_id = any($2::uuid[]) returning id;

-- deleteRatingsOf
delete from competencies.campaign_participant where network_id = $1 and person_id = any($2::uuid[]);
delete from competencies.campaign_choice where network_id = $1 and person_id = any($2::uuid[]);
delete from competencies.rating where network_id = $1 and person_id = any($2::uuid[]);
delete from competencies.sheet where network_id = $1 and person_id = any($2::uuid[]);
delete from competencies.effective_level where network_id = $1 and person_id = any($2::uuid[]);
delete from competencies.person_place where network_id = $1 and person_id = any($2::uuid[]);

-- forgetInCampaigns
select id from competencies.campaign_rater where network_id = $1 and (person_id = any($2::uuid[]) or account_id = $3 or lower(email) = any($4::text[])) for update;
delete from competencies.sheet where network_id = $1 and campaign_rater_id = any($2::uuid[]) and state <> 'handed_in';
update competencies.sheet_answer a set comment = null from competencies.sheet s where s.network_id = $1 and s.id = a.sheet_id and s.campaign_rater_id = any($2::uuid[]);
update competencies.campaign_rater set person_id = null, account_id = null, name = null, email = null, locale = null, state = case when state = 'handed_in' then state else 'gone' end where network_id = $1 and id = any($2::uuid[]);
delete from competencies.campaign_member where network_id = $1 and person_id = any($2::uuid[]);

-- forgetRater
delete from competencies.sheet where network_id = $1 and author_id = $2 and state = 'open';
update competencies.sheet_answer a set comment = null from competencies.sheet s where s.network_id = $1 and s.id = a.sheet_id and s.author_id = $2;
update competencies.sheet set author_id = null, author_name = null where network_id = $1 and author_id = $2;
update competencies.rating set author_id = null, author_name = null, comment = null, rater_key = $1 where network_id = $2 and author_id = $3;
update competencies.evidence set reviewer_id = null, reviewer_name = null, review = null where network_id = $1 and reviewer_id = $2;

-- listEvidenceForData
select e.kind, e.title, e.text, e.url, e.credential_number as "credentialNumber", e.minutes, to_char(e.happened_on, 'YYYY-MM-DD') as "happenedOn", e.state, e.review, e.reviewer_name as "reviewerName", e.offered_at as "offeredAt", (select f.name from platform.stored_file f where f.network_id = e.network_id and f.owner_type = 'competencies.evidence' and f.owner_id = e.id order by f.id desc limit 1) as "fileName", (select coalesce(array_agg(i.code order by i.code), '{}') from competencies.evidence_competency c join competencies.item i on i.network_id = c.network_id and i.version_id = c.version_id and i.competency_id = c.competency_id where c.network_id = e.network_id and c.evidence_id = e.id) as codes from competencies.evidence e where e.network_id = $1 and e.person_id = any($2::uuid[]) order by e.offered_at desc, e.id desc limit 20000;

-- listHelpForData
select h.languages, h.words, h.offered_at as "offeredAt", array(select i.title from competencies.helper_competency hc join lateral (select i.title from competencies.item i where i.network_id = hc.network_id and i.competency_id = hc.competency_id order by i.id desc limit 1) i on true where hc.network_id = h.network_id and hc.person_id = h.person_id) as titles from competencies.helper h where h.network_id = $1 and h.person_id = any($2::uuid[]);

-- listRatingsForData
select i.title, r.step, r.kind, r.comment, r.author_name as "authorName", r.is_anonymous as "isAnonymous", r.rated_at as "ratedAt" from competencies.rating r join competencies.item i on i.network_id = r.network_id and i.version_id = r.version_id and i.competency_id = r.competency_id where r.network_id = $1 and r.person_id = any($2::uuid[]) -- Words of anonymous raters in no order that tells which came from one sheet. order by r.rated_at desc, r.is_anonymous, case when r.is_anonymous then md5(r.id::text) end, r.id desc limit 20000;
