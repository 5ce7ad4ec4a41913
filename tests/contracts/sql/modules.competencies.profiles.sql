-- insertLevels
insert into competencies.profile_level (network_id, profile_id, framework_id, competency_id, least, preferred, scale_id) select $1::uuid, "profileId", $2::uuid, "competencyId", least, preferred, "scaleId" from jsonb_to_recordset($3::jsonb) as one("profileId" uuid, "competencyId" uuid, least int, preferred int, "scaleId" uuid);

-- insertProfilePositions
insert into competencies.profile_position (network_id, framework_id, profile_id, position_id, organisation_kind) select $1::uuid, $2::uuid, "profileId", "positionId", "organisationKind" from jsonb_to_recordset($3::jsonb) as one("profileId" uuid, "positionId" uuid, "organisationKind" text) on conflict do nothing;

-- insertProfiles
insert into competencies.profile (id, network_id, organisation_id, framework_id, key, title, description, parent_id, created_at) select id, $1::uuid, "organisationId", "frameworkId", key, title, description, "parentId", $2 from jsonb_to_recordset($3::jsonb) as one(id uuid, "organisationId" uuid, "frameworkId" uuid, key text, title jsonb, description jsonb, "parentId" uuid);

-- listLevels
select profile_id as "profileId", competency_id as "competencyId", least, preferred, scale_id as "scaleId" from competencies.profile_level where network_id = $1 and framework_id = $2;

-- listProfilePositions
select profile_id as "profileId", position_id as "positionId", organisation_kind as "organisationKind", framework_id as "frameworkId" from competencies.profile_position where network_id = $1 and ($2::uuid is null or framework_id = $3);

-- listProfiles
select p.id, p.organisation_id as "organisationId", p.framework_id as "frameworkId", p.key, p.title, p.description, p.parent_id as "parentId", o.path, p.retired_at as "retiredAt", p.version, f.key as "frameworkKey" from competencies.profile p join competencies.framework f on f.network_id = p.network_id and f.id = p.framework_id join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = p.organisation_id where p.network_id = $1 and ($2::uuid is null or p.framework_id = $3) order by f.created_at, p.created_at, p.id;

-- lockProfiles
select from competencies.framework where network_id = $1 and id = $2 for update;

-- replaceLevels
delete from competencies.profile_level where network_id = $1 and profile_id = $2 and competency_id = any($3::uuid[]);
insert into competencies.profile_level (network_id, profile_id, framework_id, competency_id, least, preferred, scale_id) select $1::uuid, "profileId", $2::uuid, "competencyId", least, preferred, "scaleId" from jsonb_to_recordset($3::jsonb) as one("profileId" uuid, "competencyId" uuid, least int, preferred int, "scaleId" uuid);

-- replaceProfilePositions
delete from competencies.profile_position where network_id = $1 and profile_id = $2;
insert into competencies.profile_position (network_id, framework_id, profile_id, position_id, organisation_kind) select $1::uuid, $2::uuid, "profileId", "positionId", "organisationKind" from jsonb_to_recordset($3::jsonb) as one("profileId" uuid, "positionId" uuid, "organisationKind" text) on conflict do nothing;

-- replaceRequirements
delete from competencies.requirement where network_id = $1 and framework_id = $2;
insert into competencies.requirement (network_id, profile_id, framework_id, competency_id, least, preferred) select $1::uuid, "profileId", $2::uuid, "competencyId", least, preferred from jsonb_to_recordset($3::jsonb) as one("profileId" uuid, "competencyId" uuid, least int, preferred int);

-- setProfileRetired
update competencies.profile set retired_at = $1, version = version + 1 where network_id = $2 and id = $3;

-- updateProfile
update competencies.profile set title = $1::jsonb, description = $2::jsonb, parent_id = $3, version = version + 1 where network_id = $4 and id = $5 and version = $6;
