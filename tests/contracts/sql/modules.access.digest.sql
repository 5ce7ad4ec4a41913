-- claimDays
insert into "access"."digest" ("network_id", "account_id", "day", "created_at") values ($1, $2, $3, $4) on conflict ("network_id", "account_id", "day") do nothing returning "id";

-- closeDigest
update "access"."digest" set where "id" = $1;

-- deleteOldDigests
delete from access.digest d where d.day < $1::date and exists (select from access.digest l where l.network_id = d.network_id and l.account_id = d.account_id and l.state = 'sent' and l.day > d.day);

-- findLastTold
select "told" from "access"."digest" where "network_id" = $1 and "account_id" = $2 and "state" = $3 order by "day" desc limit $4;

-- listDue
select w.account_id, w.quiet_from, w.quiet_until, w.time_zone, w.country, w.local::date::text as day, extract(hour from w.local)::int as hour from ( select a.id as account_id, coalesce(s.digest_hour, 8) as digest_hour, coalesce(s.quiet_from, 21) as quiet_from, coalesce(s.quiet_until, 8) as quiet_until, z.time_zone, coalesce(o.country, $1) as country, $2::timestamptz at time zone z.time_zone as local from access.account a left join access.mail_settings s on s.account_id = a.id left join people.person_card p on p.network_id = $3 and p.account_id = a.id and p.person_id = p.canonical_id left join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = p.organisation_id cross join lateral (select coalesce(s.time_zone, o.time_zone, $4) as time_zone) z where a.email is not null and coalesce(s.digest, true) and (p.person_id is not null or exists (select from access.role_assignment r where r.account_id = a.id and r.network_id = $5 and r.valid_from <= $6 and (r.valid_to is null or r.valid_to > $7))) ) w where extract(hour from w.local) >= w.digest_hour and not exists (select from access.digest d where d.network_id = $8 and d.account_id = w.account_id and d.day = w.local::date) order by w.account_id limit 10000;

-- lockDigest
select "id", "network_id", "account_id", "day", "state" from "access"."digest" where "id" = $1 for update;
