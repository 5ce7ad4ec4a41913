-- countRegistrations
select count(*) filter (where (r.search_key like $1 or lower(r.email) like $2) and r.country = $3 and r.state = $4 and r.collective_id is not null and r.certificate_locale = $5)::int as matching, count(*)::int as total, count(*) filter (where r.state = 'pending')::int as pending, count(*) filter (where r.state = 'confirmed')::int as confirmed, count(*) filter (where r.state = 'waiting')::int as waiting, count(*) filter (where r.state = 'declined')::int as declined, count(*) filter (where r.state = 'cancelled')::int as cancelled from seminars.registration r where r.network_id = $6 and r.event_id = $7;

-- listConfirmed
select "id", "name", "country", "collective_id" as "collectiveId" from "seminars"."registration" where "network_id" = $1 and "event_id" = $2 and "state" = $3 order by "id";

-- listOccurring
select array_agg(distinct r.country) as countries, array_agg(distinct r.certificate_locale) as languages from seminars.registration r where r.network_id = $1 and r.event_id = $2;

-- listRegistrations
select "r"."id", "r"."name", "r"."email", "r"."country", "r"."organisation", "r"."position", "r"."role", "r"."state", "r"."certificate_locale" as "certificateLocale", "r"."collective_id" as "collectiveId", "c"."organisation" as "collective", "r"."name_confirmed_at" as "nameConfirmedAt", "r"."waiting_since" as "waitingSince", "r"."created_at" as "createdAt", r.erased_at is not null as "erased", to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as "sortValue" from "seminars"."registration" as "r" left join "seminars"."collective" as "c" on "c"."id" = "r"."collective_id" and "c"."network_id" = "r"."network_id" where "r"."network_id" = $1 and "r"."event_id" = $2 and (r.search_key like $3 or lower(r.email) like $4) and r.country = $5 and r.state = $6 and r.collective_id is not null and r.certificate_locale = $7 and (to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), r.id) < ($8, $9::uuid) order by to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') desc, "r"."id" desc limit $10;
