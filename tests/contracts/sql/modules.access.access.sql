-- closeInvitation
update "access"."invitation" set "state" = $1, "account_id" = $2, "accepted_at" = $3 where "network_id" = $4 and "id" = $5 and "state" = $6;

-- deleteLinks
delete from "access"."link" where "network_id" = $1 and "subject_id" in $2;

-- endRole
update "access"."role_assignment" set "valid_to" = $1, "valid_from" = least(valid_from, $2::timestamptz) where "network_id" = $3 and "id" = $4 and ("valid_to" is null or "valid_to" > $5);

-- everHeld
select "id" from "access"."role_assignment" where "account_id" = $1 and ("network_id" = $2 or "network_id" is null) limit $3;

-- findAccount
select "id", "name", "email", "email_verified", "preferred_locale" from "access"."account" where "id" = $1;

-- findAccountByEmail
select "id", "name", "email", "email_verified", "preferred_locale" from "access"."account" where "email" = $1;

-- findInvitation
select * from "access"."invitation" where "network_id" = $1 and "id" = $2;

-- findLinkByHash
select "id", "network_id", "purpose", "subject_id", "expires_at", "used_at", "withdrawn_at", "single_use" from "access"."link" where "token_hash" = $1;

-- findOpenLink
select "id", "network_id", "purpose", "subject_id", "expires_at", "used_at", "withdrawn_at", "single_use" from "access"."link" where "purpose" = $1 and "subject_id" = $2 and "withdrawn_at" is null and "expires_at" > $3 order by "created_at" desc limit $4;

-- insertInvitation
insert into "access"."invitation" ("network_id", "email", "name", "role", "scope_kind", "scope_id", "locale", "invited_by", "invited_for", "person_id", "expires_at", "created_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning "id";

-- insertLink
insert into "access"."link" ("id", "network_id", "purpose", "subject_id", "token_hash", "expires_at", "created_at", "single_use") values ($1, $2, $3, $4, $5, $6, $7, $8);

-- insertRole
insert into "access"."role_assignment" ("network_id", "account_id", "role", "scope_kind", "scope_id", "granted_by", "valid_from", "valid_to", "created_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning "id";

-- listAccountNames
select "id", "name" from "access"."account" where "id" in $1;

-- listGrants
select "role", coalesce(network_id::text, '') as "networkId", "scope_kind" as "scopeKind", "scope_id" as "scopeId" from "access"."role_assignment" where "account_id" = $1 and "valid_from" <= $2 and ("valid_to" is null or "valid_to" > $3) order by "id";

-- listInvitations
select * from "access"."invitation" where "network_id" = $1 and "scope_kind" = $2 and "scope_id" = $3 order by "created_at" desc limit $4;

-- listRoles
select "r"."id", "r"."role", "r"."scope_kind", "r"."scope_id", "r"."valid_from", "r"."valid_to", "a"."id" as "account_id", "a"."name", "a"."email", "s"."confirmed_at" as "second_step_since" from "access"."role_assignment" as "r" inner join "access"."account" as "a" on "a"."id" = "r"."account_id" left join "access"."second_step" as "s" on "s"."account_id" = "a"."id" and "s"."confirmed_at" is not null where "r"."network_id" = $1 and ("r"."valid_to" is null or "r"."valid_to" > $2) order by "a"."name", "r"."id" limit $3;

-- markEmailVerified
update "access"."account" set "email_verified" = $1, "updated_at" = $2 where "id" = $3;

-- useLink
update "access"."link" set "used_at" = $1 where "id" = $2 and "used_at" is null;

-- withdrawLinks
update "access"."link" set "withdrawn_at" = $1 where "purpose" = $2 and "subject_id" = $3 and "withdrawn_at" is null;
