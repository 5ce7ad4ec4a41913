-- confirmSecondStep
update "access"."second_step" set "confirmed_at" = $1 where "account_id" = $2 and "confirmed_at" is null;

-- countRecoveryCodes
select count(*)::int as "n" from "access"."recovery_code" where "account_id" = $1 and "used_at" is null;

-- deleteSecondStep
delete from "access"."recovery_code" where "account_id" = $1;
delete from "access"."second_step" where "account_id" = $1;

-- findSecondStep
select "secret", "last_step", "confirmed_at" from "access"."second_step" where "account_id" = $1;

-- replaceRecoveryCodes
delete from "access"."recovery_code" where "account_id" = $1;
insert into "access"."recovery_code" ("account_id", "code_hash") values ($1, $2);

-- useRecoveryCode
update "access"."recovery_code" set "used_at" = $1 where "account_id" = $2 and "code_hash" = $3 and "used_at" is null;

-- useStep
update "access"."second_step" set "last_step" = $1 where "account_id" = $2 and "last_step" < $3;

-- writeNewSecret
insert into "access"."second_step" ("account_id", "secret", "created_at", "confirmed_at") values ($1, $2, $3, $4) on conflict ("account_id") do update set "secret" = $5, "created_at" = $6, "last_step" = $7 where "access"."second_step"."confirmed_at" is null;
