-- endDelegation
update "access"."delegation" set "ended_at" = $1 where "network_id" = $2 and "id" = $3 and ("from_account_id" = $4 or "to_account_id" = $5) and "ended_at" is null and "valid_to" > $6;

-- findBorrowed
select "id", "from_account_id" from "access"."delegation" where "network_id" = $1 and "id" = $2 and "to_account_id" = $3 and "ended_at" is null and "valid_from" <= $4 and "valid_to" > $5;

-- findColleague
select "a"."id", "a"."name" from "access"."account" as "a" where "a"."email" = $1 and exists (select "r"."id" from "access"."role_assignment" as "r" where "r"."account_id" = "a"."id" and "r"."network_id" = $2 and "r"."valid_from" <= $3 and ("r"."valid_to" is null or "r"."valid_to" > $4));

-- insertDelegation
insert into "access"."delegation" ("network_id", "from_account_id", "to_account_id", "assignment_ids", "valid_from", "valid_to", "created_at") values ($1, $2, $3, $4, $5, $6, $7) returning "id";

-- listAssignmentsOf
select "id", "role", "scope_kind", "scope_id" from "access"."role_assignment" where "network_id" = $1 and "account_id" = $2 and "valid_from" <= $3 and ("valid_to" is null or "valid_to" > $4) order by "id" limit $5;

-- listDelegations
select "d"."id", "d"."from_account_id", "d"."to_account_id", "d"."valid_from", "d"."valid_to", "d"."ended_at", "f"."name" as "from_name", "t"."name" as "to_name", array(select r.role from access.role_assignment r where r.network_id = d.network_id and r.id = any(d.assignment_ids) and r.valid_from <= $1 and (r.valid_to is null or r.valid_to > $2) order by r.id) as "roles" from "access"."delegation" as "d" inner join "access"."account" as "f" on "f"."id" = "d"."from_account_id" inner join "access"."account" as "t" on "t"."id" = "d"."to_account_id" where "d"."network_id" = $3 and ("d"."from_account_id" = $4 or "d"."to_account_id" = $5) and ("d"."valid_to" > $6 and ("d"."ended_at" is null or "d"."ended_at" > $7)) order by "d"."valid_from" desc, "d"."id" desc limit $8;

-- setSessionDelegation
update "access"."session" set "delegation_id" = $1 where "id" = $2 and "account_id" = $3;
