-- deleteDecision
delete from competencies.campaign_decision where network_id = $1 and participant_id = $2 and competency_id = $3;

-- deleteMember
delete from competencies.campaign_member where network_id = $1 and campaign_id = $2 and id = $3;

-- insertMember
insert into competencies.campaign_member (network_id, campaign_id, person_id, name) values ($1, $2, $3, $4) on conflict (campaign_id, person_id) do nothing;

-- listDecisions
select d.participant_id as "participantId", d.competency_id as "competencyId", d.step, d.comment, d.decided_at as "decidedAt" from competencies.campaign_decision d join competencies.campaign_participant p on p.network_id = d.network_id and p.id = d.participant_id where d.network_id = $1 and p.campaign_id = $2;

-- listMembers
select m.id, c.canonical_id as "personId", m.name, m.was_there as "wasThere" from competencies.campaign_member m left join people.person_card c on c.network_id = m.network_id and c.person_id = m.person_id where m.network_id = $1 and m.campaign_id = $2 order by m.id;

-- saveDecision
insert into competencies.campaign_decision as d (network_id, participant_id, competency_id, step, comment, decided_by, decided_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict (participant_id, competency_id) do update set step = excluded.step, comment = excluded.comment, decided_by = excluded.decided_by, decided_at = excluded.decided_at;

-- setPresence
update competencies.campaign_member set was_there = $1 where network_id = $2 and campaign_id = $3 and id = $4;
