-- isScaleUsed
select exists (select from competencies.framework_version v where v.network_id = $1 and v.scale_id = $2 and v.id <> $3) as used;

-- usageOf
select (select count(distinct profile_id)::int from competencies.profile_level where network_id = $1 and competency_id = any($2::uuid[])) as profiles;
