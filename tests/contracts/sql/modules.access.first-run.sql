-- countAccounts
select count(*)::int as "n" from "access"."account";

-- countAdministrators
select count(*)::int as "n" from "access"."role_assignment" where "role" = $1;

-- deleteUnusedAccount
delete from "access"."account" where "email" = $1 and not exists (select "access"."role_assignment"."id" from "access"."role_assignment" where "access"."role_assignment"."account_id" = "access"."account"."id");
