-- countOwn
select count(*)::int as count from competencies.evidence where network_id = $1 and person_id = $2 and source_id is null and state <> 'withdrawn';

-- countWaiting
select count(*)::int as count, min(e.offered_at) as first from competencies.evidence e join people.person_card card on card.network_id = e.network_id and card.person_id = e.person_id where e.network_id = $1 and e.state = 'offered' and ($2 or card.place && $3::uuid[]) and (card.account_id is null or card.account_id is distinct from $4::uuid);

-- insertEvidence
insert into competencies.evidence (id, network_id, person_id, kind, title, text, url, credential_id, credential_number, minutes, happened_on, state, offered_at, changed_at) values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10, $11::date, 'offered', $12, $13);
insert into competencies.evidence_competency (network_id, evidence_id, competency_id, scale_id, version_id, claimed) select $1::uuid, $2::uuid, "competencyId", "scaleId", "versionId", claimed from jsonb_to_recordset($3::jsonb) as one("competencyId" uuid, "scaleId" uuid, "versionId" uuid, claimed int);

-- listWaiting
select e.id, e.offered_at::text as sort_value, card.canonical_id as "personId", card.family_name as "familyName", card.given_name as "givenName", (select o.name from people.organisation_card o where o.network_id = card.network_id and o.organisation_id = card.organisation_id) as "organisationName", e.kind, e.title, e.offered_at as "offeredAt", (select coalesce(array_agg(i.code order by i.code), '{}') from competencies.evidence_competency c join competencies.item i on i.network_id = c.network_id and i.version_id = c.version_id and i.competency_id = c.competency_id where c.network_id = e.network_id and c.evidence_id = e.id) as codes from competencies.evidence e join people.person_card card on card.network_id = e.network_id and card.person_id = e.person_id where e.network_id = $1 and e.state = 'offered' and ($2 or card.place && $3::uuid[]) and (card.account_id is null or card.account_id is distinct from $4::uuid) and (e.offered_at, e.id) > ($5::timestamptz, $6::uuid) order by e.offered_at asc, e.id asc limit $7;

-- setAccepted
update competencies.evidence_competency c set accepted = one.step from jsonb_to_recordset($1::jsonb) as one("competencyId" uuid, step int) where c.network_id = $2 and c.evidence_id = $3 and c.competency_id = one."competencyId";

-- updateEvidence
update competencies.evidence set kind = $1, title = $2::jsonb, text = $3, url = $4, credential_id = $5, credential_number = $6, minutes = $7, happened_on = $8::date, state = 'offered', offered_at = $9, changed_at = $10, reviewer_id = null, reviewer_name = null, reviewed_at = null, review = null, revision = revision + 1 where network_id = $11 and id = $12;
delete from competencies.evidence_competency where network_id = $1 and evidence_id = $2;
insert into competencies.evidence_competency (network_id, evidence_id, competency_id, scale_id, version_id, claimed) select $1::uuid, $2::uuid, "competencyId", "scaleId", "versionId", claimed from jsonb_to_recordset($3::jsonb) as one("competencyId" uuid, "scaleId" uuid, "versionId" uuid, claimed int);

-- updateReview
update competencies.evidence set state = $1, review = $2, reviewer_id = $3, reviewer_name = $4, reviewed_at = case when $5 <> 'withdrawn' then $6::timestamptz end, changed_at = $7, revision = revision + 1 where network_id = $8 and id = $9;
