-- claimDays
insert into "access"."digest" ("account_id", "day", "created_at") values ($1, $2, $3) on conflict ("account_id", "day") do nothing returning "id";

-- closeDigest
update "access"."digest" set where "id" = $1;

-- deleteOldDigests
delete from access.digest d where d.day < $1::date and exists (select from access.digest l where l.account_id = d.account_id and l.state = 'sent' and l.day > d.day);

-- findLastTold
select "told" from "access"."digest" where "account_id" = $1 and "state" = $2 order by "day" desc limit $3;

-- lockDigest
select "id", "account_id", "day", "state" from "access"."digest" where "id" = $1 for update;
