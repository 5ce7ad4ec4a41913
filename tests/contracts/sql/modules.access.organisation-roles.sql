-- listAddressesOf
select "id", "email", "preferred_locale" from "access"."account" where "id" in $1;

-- listHeadsOf
select "r"."scope_id", "a"."id", "a"."name" from "access"."role_assignment" as "r" inner join "access"."account" as "a" on "a"."id" = "r"."account_id" where "r"."network_id" = $1 and "r"."role" = $2 and "r"."scope_kind" = $3 and "r"."scope_id" in $4 and "r"."valid_from" <= $5 and ("r"."valid_to" is null or "r"."valid_to" > $6) order by "r"."valid_from", "r"."id";

-- listInvitedPersons
select "person_id" from "access"."invitation" where "network_id" = $1 and "state" = $2 and "expires_at" > $3 and "person_id" in $4;

-- listRolesOfOrganisation
select "r"."id", "a"."name", "r"."role", "r"."valid_from" as "since", "r"."valid_to" as "until" from "access"."role_assignment" as "r" inner join "access"."account" as "a" on "a"."id" = "r"."account_id" where "r"."network_id" = $1 and "r"."scope_kind" = $2 and "r"."scope_id" = $3 and "r"."valid_from" <= $4 and ("r"."valid_to" is null or "r"."valid_to" > $5) limit $6;
