-- changeFree
update competencies.offer set free = greatest(0, least(seats, free + $1::int)), changed_at = $2 where network_id = $3 and source_type = $4 and source_id = $5 and free is not null;

-- deleteOffer
delete from competencies.offer where network_id = $1 and source_type = $2 and source_id = $3;

-- listOpenOffers
select o.id, o.kind, o.title, o.path, o.starts_at as "startsAt", o.ends_at as "endsAt", o.closes_at as "closesAt", o.seats, o.free, o.languages, o.is_online as "isOnline", o.organisation_id as "organisationId", o.minutes, p.name as "organisationName", p.settlement, p.time_zone as "timeZone", p.latitude, p.longitude, t.taught from competencies.offer o join lateral (select jsonb_agg(jsonb_build_object('competencyId', c.competency_id, 'scaleId', c.scale_id, 'fromStep', c.from_step, 'toStep', c.to_step) order by c.competency_id) as taught from competencies.offer_competency c where c.network_id = o.network_id and c.offer_id = o.id) t on t.taught is not null left join people.organisation_card p on p.network_id = o.network_id and p.organisation_id = o.organisation_id where o.network_id = $1 and (o.starts_at is null or o.starts_at > $2) and (o.closes_at is null or o.closes_at > $3) and ($4 or exists (select from competencies.offer_competency c where c.network_id = o.network_id and c.offer_id = o.id and c.competency_id = any($5::uuid[]))) order by o.starts_at nulls first, o.id limit $6;

-- replaceTaught
delete from competencies.offer_competency where network_id = $1 and offer_id = $2;
insert into competencies.offer_competency (network_id, offer_id, competency_id, scale_id, from_step, to_step) select $1::uuid, $2::uuid, "competencyId", "scaleId", "fromStep", "toStep" from jsonb_to_recordset($3::jsonb) as one("competencyId" uuid, "scaleId" uuid, "fromStep" int, "toStep" int);

-- upsertOffer
insert into competencies.offer as o (network_id, source_type, source_id, kind, title, path, starts_at, ends_at, closes_at, seats, free, languages, is_online, organisation_id, minutes, changed_at) values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10, $11, $12::text[], $13, $14, $15, $16) on conflict (network_id, source_type, source_id) do update set kind = excluded.kind, title = excluded.title, path = excluded.path, starts_at = excluded.starts_at, ends_at = excluded.ends_at, closes_at = excluded.closes_at, seats = excluded.seats, free = excluded.free, languages = excluded.languages, is_online = excluded.is_online, organisation_id = excluded.organisation_id, minutes = excluded.minutes, changed_at = excluded.changed_at returning o.id;
