-- insertLevels
insert into competencies.profile_level (network_id, profile_id, framework_id, competency_id, least, preferred) select $1::uuid, "profileId", $2::uuid, "competencyId", least, preferred from jsonb_to_recordset($3::jsonb) as one("profileId" uuid, "competencyId" uuid, least int, preferred int);

-- insertProfilePositions
insert into competencies.profile_position (network_id, framework_id, profile_id, position_id, organisation_kind) select $1::uuid, $2::uuid, "profileId", "positionId", "organisationKind" from jsonb_to_recordset($3::jsonb) as one("profileId" uuid, "positionId" uuid, "organisationKind" text) on conflict do nothing;

-- insertProfiles
insert into competencies.profile (id, network_id, organisation_id, framework_id, key, title, description, parent_id, created_at) select id, $1::uuid, "organisationId", "frameworkId", key, title, description, "parentId", $2 from jsonb_to_recordset($3::jsonb) as one(id uuid, "organisationId" uuid, "frameworkId" uuid, key text, title jsonb, description jsonb, "parentId" uuid);
