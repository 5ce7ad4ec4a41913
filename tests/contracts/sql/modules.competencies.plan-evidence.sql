-- copyItemEvidence
insert into competencies.plan_item_evidence (network_id, item_id, evidence_id, added_at) select t.network_id, one."to", t.evidence_id, t.added_at from jsonb_to_recordset($1::jsonb) as one("from" uuid, "to" uuid) join competencies.plan_item_evidence t on t.network_id = $2 and t.item_id = one."from";

-- deleteItemEvidence
delete from competencies.plan_item_evidence where network_id = $1 and item_id = $2 and evidence_id = any($3::uuid[]);

-- insertItemEvidence
insert into competencies.plan_item_evidence (network_id, item_id, evidence_id, added_at) select $1::uuid, $2::uuid, id, $3::timestamptz from unnest($4::uuid[]) as one(id) on conflict do nothing;

-- listItemEvidence
select t.item_id as "itemId", e.id, e.kind, e.title, e.state, case when e.state = 'accepted' then ec.accepted end as "acceptedStep" from competencies.plan p join people.person_card hers on hers.network_id = p.network_id and hers.person_id = p.person_id join competencies.plan_item pi on pi.network_id = p.network_id and pi.plan_id = p.id join competencies.plan_item_evidence t on t.network_id = pi.network_id and t.item_id = pi.id join competencies.evidence e on e.network_id = t.network_id and e.id = t.evidence_id join people.person_card card on card.network_id = e.network_id and card.person_id = e.person_id and card.canonical_id = hers.canonical_id left join competencies.framework_version v on v.network_id = pi.network_id and v.id = pi.version_id left join competencies.evidence_competency ec on ec.network_id = e.network_id and ec.evidence_id = e.id and ec.competency_id = pi.competency_id and ec.scale_id = v.scale_id where p.network_id = $1 and p.id = any($2::uuid[]) and e.state <> 'withdrawn' order by t.added_at, e.id;

-- lockOwnPieces
select e.id from competencies.evidence e join people.person_card card on card.network_id = e.network_id and card.person_id = e.person_id where e.network_id = $1 and card.canonical_id = $2 and e.id = any($3::uuid[]) and e.state <> 'withdrawn' order by e.id for share of e;

-- untieEverywhere
delete from competencies.plan_item_evidence where network_id = $1 and evidence_id = $2;
