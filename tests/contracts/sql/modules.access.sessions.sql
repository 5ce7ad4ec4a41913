-- deleteSession
delete from "access"."session" where "token" = $1;

-- deleteSessionsOf
delete from "access"."session" where "account_id" = $1 and "id" != $2 and "id" = $3;

-- findSession
select s.id as session_id, a.id as account_id, a.name, coalesce(a.email, '') as email, a.preferred_locale, s.expires_at, s.updated_at, g.id as giver_id, g.name as giver_name, v.id as viewed_id, v.name as viewed_name, v.email as viewed_email, s.viewed_network_id, s.viewed_until, case when v.id is not null then coalesce((select json_agg(json_build_object('role', w.role, 'networkId', w.network_id, 'scopeKind', w.scope_kind, 'scopeId', w.scope_id)) from access.role_assignment w where w.account_id = v.id and w.network_id = s.viewed_network_id and w.valid_from <= $2 and (w.valid_to is null or w.valid_to > $2)), '[]') end as viewed_grants, coalesce((select json_agg(json_build_object('role', r.role, 'networkId', coalesce(r.network_id::text, ''), 'scopeKind', r.scope_kind, 'scopeId', r.scope_id)) from access.role_assignment r where r.account_id = coalesce(g.id, a.id) and (g.id is null or (r.network_id = d.network_id and r.id = any(d.assignment_ids))) and r.valid_from <= $2 and (r.valid_to is null or r.valid_to > $2)), '[]') as grants from access.session s join access.account a on a.id = s.account_id left join access.delegation d on d.id = s.delegation_id and d.to_account_id = a.id and d.ended_at is null and d.valid_from <= $2 and d.valid_to > $2 and exists (select from access.role_assignment o where o.account_id = a.id and o.network_id = d.network_id and o.valid_from <= $2 and (o.valid_to is null or o.valid_to > $2)) left join access.account g on g.id = d.from_account_id left join access.account v on v.id = s.viewed_account_id and s.viewed_until > $2 where s.token = $1 and s.expires_at > $2;

-- insertJournalLine
insert into "access"."sign_in_journal" ("account_id", "at", "outcome", "method", "source", "user_agent", "by_account_id") values ($1, $2, $3, $4, $5, $6, $7);

-- insertSession
insert into "access"."session" ("token", "account_id", "method", "ip_address", "user_agent", "expires_at", "created_at", "updated_at") values ($1, $2, $3, $4, $5, $6, $7, $8);

-- listJournal
select "j"."id", "j"."at", "j"."outcome", "j"."method", "j"."source", "j"."user_agent", "b"."name" as "by_name" from "access"."sign_in_journal" as "j" left join "access"."account" as "b" on "b"."id" = "j"."by_account_id" where "j"."account_id" = $1 order by "j"."at" desc, "j"."id" desc limit $2;

-- listSessions
select "id", "ip_address", "user_agent", "method", "created_at", "updated_at" from "access"."session" where "account_id" = $1 and "expires_at" > $2 order by "updated_at" desc, "id" desc limit $3;

-- prolongSession
update "access"."session" set "expires_at" = $1, "updated_at" = $2 where "id" = $3;
