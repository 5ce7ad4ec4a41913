-- countRatingsOf
select count(*) filter (where person_id = any($1::uuid[]))::int as of, count(*) filter (where not person_id = any($2::uuid[]))::int as by from competencies.rating where network_id = $3 and (person_id = any($4::uuid[]) or author_id = $5);

-- deleteRatingsOf
delete from competencies.rating where network_id = $1 and person_id = any($2::uuid[]);
delete from competencies.sheet where network_id = $1 and person_id = any($2::uuid[]);
delete from competencies.effective_level where network_id = $1 and person_id = any($2::uuid[]);
delete from competencies.person_place where network_id = $1 and person_id = any($2::uuid[]);

-- forgetRater
delete from competencies.sheet where network_id = $1 and author_id = $2 and state = 'open';
update competencies.sheet_answer a set comment = null from competencies.sheet s where s.network_id = $1 and s.id = a.sheet_id and s.author_id = $2;
update competencies.sheet set author_id = null, author_name = null where network_id = $1 and author_id = $2;
update competencies.rating set author_id = null, author_name = null, comment = null, rater_key = $1 where network_id = $2 and author_id = $3;

-- listHelpForData
select h.languages, h.words, h.offered_at as "offeredAt", array(select i.title from competencies.helper_competency hc join lateral (select i.title from competencies.item i where i.network_id = hc.network_id and i.competency_id = hc.competency_id order by i.id desc limit 1) i on true where hc.network_id = h.network_id and hc.person_id = h.person_id) as titles from competencies.helper h where h.network_id = $1 and h.person_id = any($2::uuid[]);

-- listRatingsForData
select i.title, r.step, r.kind, r.comment, r.author_name as "authorName", r.is_anonymous as "isAnonymous", r.rated_at as "ratedAt" from competencies.rating r join competencies.item i on i.network_id = r.network_id and i.version_id = r.version_id and i.competency_id = r.competency_id where r.network_id = $1 and r.person_id = any($2::uuid[]) order by r.rated_at desc, r.id desc limit 20000;
