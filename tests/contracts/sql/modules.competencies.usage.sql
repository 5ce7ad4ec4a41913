-- isScaleUsed
select exists (select from competencies.framework_version v where v.network_id = $1 and v.scale_id = $2 and v.id <> $3) or exists (select from competencies.effective_level e where e.network_id = $4 and e.scale_id = $5) as used;

-- usageOf
select (select count(distinct profile_id)::int from competencies.profile_level where network_id = $1 and competency_id = any($2::uuid[])) as profiles, (select count(distinct person_id)::int from competencies.effective_level where network_id = $3 and competency_id = any($4::uuid[])) as people, (select count(distinct p.id)::int from competencies.plan_item pi join competencies.plan p on p.network_id = pi.network_id and p.id = pi.plan_id where pi.network_id = $5 and pi.competency_id = any($6::uuid[]) and p.state in ('draft', 'proposed', 'agreed')) as plans;
select count(distinct c.id)::int as n from competencies.campaign c join competencies.item i on i.network_id = c.network_id and i.version_id = c.version_id where c.network_id = $1 and c.state in ('running', 'calibration') and i.competency_id = any($2::uuid[]) and (c.breadth <> 'chosen' or i.competency_id = any(c.competency_ids));
