-- findMailSettings
select "digest", "digest_hour", "quiet_from", "quiet_until", "time_zone" from "access"."mail_settings" where "account_id" = $1;

-- findWorkPlace
select o.time_zone, o.country from people.person_card p join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = p.organisation_id where p.network_id = $1 and p.account_id = $2::uuid and p.person_id = p.canonical_id limit 1;

-- writeMailSettings
insert into "access"."mail_settings" ("account_id", "updated_at") values ($1, $2) on conflict ("account_id") do update set "updated_at" = $3;
