-- closeOtherWays
delete from "access"."session" where "account_id" = $1;
delete from "access"."sign_in_method" where "account_id" = $1 and "provider_id" = $2;
update "access"."api_token" set "withdrawn_at" = $1 where "account_id" = $2 and "withdrawn_at" is null;
update "access"."link" set "withdrawn_at" = $1 where "subject_id" = $2 and "purpose" in ($3, $4) and "withdrawn_at" is null;

-- discardAccount
delete from "access"."session" where "account_id" = $1;
delete from "access"."sign_in_method" where "account_id" = $1 and "provider_id" = $2;
update "access"."api_token" set "withdrawn_at" = $1 where "account_id" = $2 and "withdrawn_at" is null;
update "access"."link" set "withdrawn_at" = $1 where "subject_id" = $2 and "purpose" in ($3, $4) and "withdrawn_at" is null;
delete from "access"."sign_in_method" where "account_id" = $1;
update "access"."role_assignment" set "valid_to" = $1 where "account_id" = $2 and ("valid_to" is null or "valid_to" > $3);
update "access"."account" set "email" = $1, "updated_at" = $2 where "id" = $3;

-- findAccountOfIdentity
select "account_id" from "access"."sign_in_method" where "provider_id" = $1 and "provider_account_id" = $2;

-- insertIdentity
insert into "access"."sign_in_method" ("account_id", "provider_id", "provider_account_id", "password", "created_at", "updated_at") values ($1, $2, $3, $4, $5, $6);

-- insertProvenAccount
insert into "access"."account" ("id", "name", "email", "email_verified", "created_at", "updated_at") values ($1, $2, $3, $4, $5, $6);

-- lockAccountOfAddress
select "id", "email_verified" from "access"."account" where "email" = $1 for update;

-- spendState
delete from "access"."spent_sign_on" where "spent_at" < $1;
insert into "access"."spent_sign_on" ("state_hash", "spent_at") values ($1, $2) on conflict do nothing;
