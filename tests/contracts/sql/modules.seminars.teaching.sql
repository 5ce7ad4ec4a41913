-- deleteTaught
delete from seminars.event_competency where network_id = $1 and event_id = $2 and competency_id = $3;

-- findOfferFacts
select e.is_online as "isOnline", coalesce((select sum(extract(epoch from s.ends_at - s.starts_at) / 60)::int from seminars.session s where s.network_id = e.network_id and s.event_id = e.id), 0) as minutes from seminars.event e where e.network_id = $1 and e.id = $2;

-- listPresentPeople
select r.person_id as "personId", sum(p.minutes)::int as minutes from seminars.registration r join seminars.session s on s.network_id = r.network_id and s.event_id = r.event_id join rooms.presence_card p on p.network_id = r.network_id and p.owner_type = $1 and p.owner_id = s.id and p.subject_type = $2 and p.subject_id = r.id where r.network_id = $3 and r.event_id = $4 and r.person_id is not null and r.state = 'confirmed' and (not p.collective or p.confirmed_by_contact or p.corrected) group by r.person_id having sum(p.minutes) > 0 order by r.person_id;

-- listTaught
select competency_id as "competencyId", scale_id as "scaleId", from_step as "fromStep", to_step as "toStep" from seminars.event_competency where network_id = $1 and event_id = $2 order by competency_id;

-- setOnline
update seminars.event set is_online = $1 where network_id = $2 and id = $3;

-- upsertTaught
insert into seminars.event_competency (network_id, event_id, competency_id, scale_id, from_step, to_step) values ($1, $2, $3, $4, $5, $6) on conflict (event_id, competency_id) do update set scale_id = excluded.scale_id, from_step = excluded.from_step, to_step = excluded.to_step;
