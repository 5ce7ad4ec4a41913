-- findMailSettings
select "digest", "digest_hour", "quiet_from", "quiet_until", "time_zone" from "access"."mail_settings" where "account_id" = $1;

-- writeMailSettings
insert into "access"."mail_settings" ("account_id", "updated_at") values ($1, $2) on conflict ("account_id") do update set "updated_at" = $3;
