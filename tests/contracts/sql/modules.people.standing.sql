-- insertSearchWords
with fresh as ( insert into people.search_word (network_id, word) select $1::uuid, word from unnest($2::text[]) word on conflict do nothing returning network_id, word ) insert into people.search_slip (network_id, slip, word) select distinct network_id, overlay(word placing '' from at for 1), word from fresh cross join lateral generate_series(1, length(word)) at where length(word) >= $3 on conflict do nothing;

-- listPersonIdsOf
select distinct person_id from people.employment where network_id = $1 and organisation_id = any($2::uuid[]);

-- listPersonIdsTurning
select distinct person_id from people.employment where network_id = $1 and (from_date between $2::date and $3::date or to_date between $4::date and $5::date);

-- updateStanding
with post as ( select e.person_id, e.organisation_id, e.position_id, e.position, o.path, e.from_date <= $1::date and (e.to_date is null or e.to_date >= $2::date) as present, row_number() over (partition by e.person_id order by (e.from_date <= $3::date and (e.to_date is null or e.to_date >= $4::date)) desc, (e.kind = 'main') desc, coalesce(e.to_date, 'infinity'::date) desc, e.rate desc, e.from_date desc, e.id) as rank from people.employment e join people.organisation o on o.id = e.organisation_id and o.network_id = e.network_id where e.network_id = $5 and e.person_id = any($6::uuid[]) ), placed as materialized ( select p.person_id, array_agg(distinct place) as place from post p cross join unnest(p.path) place where p.present group by p.person_id ), standing as materialized ( select l.person_id, l.present, l.organisation_id, l.position_id, l.position, case when l.present then placed.place else l.path end as place from post l left join placed on placed.person_id = l.person_id where l.rank = 1 ) update people.person p set is_working = coalesce(s.present, false), organisation_id = s.organisation_id, position_id = s.position_id, post_title = s.position, place = coalesce(s.place, '{}') from (select id from people.person where network_id = $7 and id = any($8::uuid[])) w left join standing s on s.person_id = w.id where p.id = w.id and p.network_id = $9;
