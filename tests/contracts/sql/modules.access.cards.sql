-- dropSignInName
delete from "access"."sign_in_name" where "network_id" = $1 and "id" = $2;

-- findAccountBySignInName
select "a"."id", "a"."name", "a"."email", "a"."email_verified", "a"."preferred_locale" from "access"."sign_in_name" as "n" inner join "access"."account" as "a" on "a"."id" = "n"."account_id" where "n"."name_key" = $1 and "n"."number" = $2;

-- findCard
select "c"."id", "c"."network_id", "c"."name_id", "c"."account_id", "c"."role", "c"."organisation_id", "c"."printed_by", "c"."printed_at", "c"."expires_at", "c"."used_at", "c"."withdrawn_at", "n"."person_id", "n"."name" from "access"."sign_in_card" as "c" inner join "access"."sign_in_name" as "n" on "n"."id" = "c"."name_id" where "c"."code_hash" = $1;

-- findSignInName
select "id", "name", "name_key", "number" from "access"."sign_in_name" where "network_id" = $1 and "person_id" = $2;

-- giveNameToAccount
update "access"."sign_in_name" set "account_id" = $1 where "network_id" = $2 and "id" = $3;

-- insertAccountWithoutAddress
insert into "access"."account" ("id", "name", "email", "preferred_locale", "created_at", "updated_at") values ($1, $2, $3, $4, $5, $6);

-- insertCard
insert into "access"."sign_in_card" ("network_id", "name_id", "account_id", "code_hash", "role", "organisation_id", "printed_by", "printed_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning "id";

-- listHeldAccounts
select a.id, a.email, coalesce((select json_agg(json_build_object('role', r.role, 'networkId', coalesce(r.network_id::text, ''), 'scopeKind', r.scope_kind, 'scopeId', r.scope_id, 'path', o.path)) from access.role_assignment r left join people.organisation_card o on r.scope_kind = 'organisation' and o.network_id = r.network_id and o.organisation_id = r.scope_id where r.account_id = a.id and (r.valid_to is null or r.valid_to > $1)), '[]') as grants from access.account a where a.id = any ($2::uuid[]);

-- listOpenCards
select "n"."person_id" as "personId", "c"."expires_at" as "expiresAt" from "access"."sign_in_card" as "c" inner join "access"."sign_in_name" as "n" on "n"."id" = "c"."name_id" where "c"."network_id" = $1 and "n"."network_id" = $2 and "n"."person_id" in $3 and "c"."used_at" is null and "c"."withdrawn_at" is null and "c"."expires_at" > $4;

-- lockPrinting
select pg_advisory_xact_lock(hashtextextended($1, 0));

-- signInNameOf
select "name", "number" from "access"."sign_in_name" where "account_id" = $1;

-- takeSignInName
insert into access.sign_in_name as n (network_id, person_id, account_id, name, name_key, number, created_at) select $1::uuid, $2::uuid, $3::uuid, $4, $5::text, coalesce(max(o.number), 0) + 1, $6::timestamptz from access.sign_in_name o where o.name_key = $7::text on conflict do nothing returning n.id, n.name, n.name_key, n.number;

-- useCard
update "access"."sign_in_card" set "used_at" = $1 where "network_id" = $2 and "id" = $3 and "used_at" is null and "withdrawn_at" is null and "expires_at" > $4;

-- wasGivenRoleSince
select "id" from "access"."role_assignment" where "account_id" = $1 and "created_at" > $2 limit $3;

-- withdrawCards
update "access"."sign_in_card" set "withdrawn_at" = $1 where "network_id" = $2 and "name_id" = $3 and "used_at" is null and "withdrawn_at" is null;
