-- countRatingsOf
select count(*) filter (where person_id = any($1::uuid[]))::int as of, count(*) filter (where not person_id = any($2::uuid[]))::int as by from competencies.rating where network_id = $3 and (person_id = any($4::uuid[]) or author_id = $5);

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
update competencies.rating set author_id = null, author_name = null, comment = null where network_id = $1 and author_id = $2;

-- listRatingsForData
select i.title, r.step, r.kind, r.comment, r.author_name as "authorName", r.is_anonymous as "isAnonymous", r.rated_at as "ratedAt" from competencies.rating r join competencies.item i on i.network_id = r.network_id and i.version_id = r.version_id and i.competency_id = r.competency_id where r.network_id = $1 and r.person_id = any($2::uuid[]) -- Words of anonymous raters in no order that tells which came from one sheet. order by r.rated_at desc, r.is_anonymous, case when r.is_anonymous then md5(r.id::text) end, r.id desc limit 20000;
