-- findErasure
select "id", "state", "asked_at", "decided_at", "declined_reason", "job_id" from "people"."erasure" where "network_id" = $1 and "person_id" = $2 order by "id" desc limit $3;

-- findErasureById
select "id", "person_id", "state", "job_id", "decided_by" from "people"."erasure" where "network_id" = $1 and "id" = $2;

-- insertErasure
insert into people.erasure (network_id, person_id, state, asked_at, created_at) values ($1, $2, $3, $4, $5) on conflict (person_id) where state in ('asked', 'running') do nothing returning id;

-- listAskedErasures
select e.person_id as "personId", p.sort_name as name, e.asked_at as "askedAt" from people.erasure e join people.person p on p.network_id = e.network_id and p.id = e.person_id where e.network_id = $1 and e.state = 'asked' and p.place && $2::uuid[] order by e.created_at, e.id limit 50;

-- updateErasure
update "people"."erasure" set "state" = $1, "decided_by" = $2, "decided_at" = $3, "declined_reason" = $4, "job_id" = $5 where "network_id" = $6 and "id" = $7 and "state" = $8;
