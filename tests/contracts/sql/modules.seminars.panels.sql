-- listEventsOfOrganisation
select e.id, e.title, e.state, e.first_start as "firstStart" from seminars.event e where e.network_id = $1 and e.organisation_id = $2::uuid and e.rehearsal_of is null and e.state <> 'draft' order by e.first_start desc nulls last, e.id limit $3;

-- listEventsOfPerson
select e.id, e.title, e.state, e.first_start as "firstStart" from seminars.event e where e.network_id = $1 and e.rehearsal_of is null and e.state <> 'draft' and exists ( select from seminars.registration r join people.person_card p on p.network_id = r.network_id and p.person_id = r.person_id where r.network_id = e.network_id and r.event_id = e.id and r.state = 'confirmed' and p.canonical_id = $2::uuid) order by e.first_start desc nulls last, e.id limit $3;
