-- deletePassword
delete from "access"."sign_in_method" where "account_id" = $1 and "provider_id" = $2;

-- findPasswordHash
select "password" from "access"."sign_in_method" where "account_id" = $1 and "provider_id" = $2;

-- updateProfile
update "access"."account" set "name" = $1, "preferred_locale" = $2, "updated_at" = $3 where "id" = $4;

-- writePasswordHash
insert into "access"."sign_in_method" ("account_id", "provider_id", "provider_account_id", "password", "created_at", "updated_at") values ($1, $2, $3, $4, $5, $6) on conflict ("provider_id", "provider_account_id") do update set "password" = $7, "updated_at" = $8;
