-- countAdministrators
select pg_advisory_xact_lock(hashtextextended($1, 0));
select count(*) as "n" from "access"."role_assignment" where "network_id" = $1 and "role" = $2 and "valid_from" <= $3 and ("valid_to" is null or "valid_to" > $4);

-- findAssignment
select "r"."id", "a"."id" as "accountId", "a"."name", "r"."role", "r"."valid_from" as "from", "r"."valid_to" as "until", "r"."scope_kind" as "scopeKind", "r"."scope_id" as "scopeId" from "access"."role_assignment" as "r" inner join "access"."account" as "a" on "a"."id" = "r"."account_id" where "r"."network_id" = $1 and "r"."id" = $2 and ("r"."valid_to" is null or "r"."valid_to" > $3) for update of "r";

-- holdsAnything
select "r"."id" from "access"."role_assignment" as "r" where "r"."network_id" = $1 and "r"."account_id" = $2 and ("r"."valid_to" is null or "r"."valid_to" > $3) limit $4;

-- holdsMeanwhile
select "id" from "access"."role_assignment" where "network_id" = $1 and "account_id" = $2 and "role" = $3 and "scope_kind" = $4 and "scope_id" = $5 and ("valid_to" is null or "valid_to" > $6) and "valid_from" < $7 and "id" != $8 limit $9;

-- listNetworkRoles
select "r"."id", "a"."id" as "accountId", "a"."name", "r"."role", "r"."valid_from" as "from", "r"."valid_to" as "until" from "access"."role_assignment" as "r" inner join "access"."account" as "a" on "a"."id" = "r"."account_id" where "r"."network_id" = $1 and "r"."scope_kind" = $2 and ("r"."valid_to" is null or "r"."valid_to" > $3) order by "a"."name", "r"."id" limit $4;

-- listRolesAtOrganisation
select "r"."id", "a"."id" as "accountId", "a"."name", "r"."role", "r"."valid_from" as "from", "r"."valid_to" as "until" from "access"."role_assignment" as "r" inner join "access"."account" as "a" on "a"."id" = "r"."account_id" where "r"."network_id" = $1 and "r"."scope_kind" = $2 and "r"."scope_id" = $3 and ("r"."valid_to" is null or "r"."valid_to" > $4) order by "a"."name", "r"."id" limit $5;

-- updateAssignmentDates
update "access"."role_assignment" set "valid_from" = $1, "valid_to" = $2 where "network_id" = $3 and "id" = $4;
