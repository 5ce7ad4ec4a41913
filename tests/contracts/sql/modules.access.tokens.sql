-- countTokensOf
select count(*) as "n" from "access"."api_token" where "account_id" = $1 and "withdrawn_at" is null and "expires_at" > $2;

-- findToken
select t.id as token_id, t.network_id, t.scope_kind, t.scope_id, t.writes, t.last_used_at, a.id as account_id, a.name, coalesce(a.email, '') as email, coalesce((select json_agg(json_build_object('role', r.role, 'networkId', coalesce(r.network_id::text, ''), 'scopeKind', r.scope_kind, 'scopeId', r.scope_id, 'isAbove', coalesce(r.scope_id = any(o.path), false), 'isBelow', coalesce(t.scope_id = any(g.path), false))) from access.role_assignment r left join people.organisation_card g on g.network_id = r.network_id and g.organisation_id = r.scope_id where r.account_id = a.id and (r.network_id is null or r.network_id = t.network_id) and r.valid_from <= $2 and (r.valid_to is null or r.valid_to > $2)), '[]') as grants from access.api_token t join access.account a on a.id = t.account_id left join people.organisation_card o on o.network_id = t.network_id and o.organisation_id = t.scope_id where t.token_hash = $1 and t.expires_at > $2 and t.withdrawn_at is null;

-- insertToken
insert into "access"."api_token" ("network_id", "account_id", "name", "writes", "scope_kind", "scope_id", "token_hash", "created_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning "id";

-- listTokens
select "id", "name", "writes", "scope_kind", "scope_id", "created_at", "expires_at", "last_used_at", "withdrawn_at" from "access"."api_token" where "network_id" = $1 and "account_id" = $2 and "expires_at" > $3 order by "created_at" desc, "id" desc limit $4;

-- noteTokenUse
update "access"."api_token" set "last_used_at" = $1 where "network_id" = $2 and "id" = $3;

-- withdrawToken
update "access"."api_token" set "withdrawn_at" = $1 where "network_id" = $2 and "account_id" = $3 and "id" = $4 and "withdrawn_at" is null and "expires_at" > $5;

-- withdrawTokensOf
update "access"."api_token" set "withdrawn_at" = $1 where "account_id" = $2 and "withdrawn_at" is null and "expires_at" > $3;
