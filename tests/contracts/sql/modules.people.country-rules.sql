-- closeRules
update "people"."country_rule" set "closed_at" = $1, "closed_by" = $2 where "network_id" = $3 and "id" in ($4) and "closed_at" is null;

-- insertRule
insert into "people"."country_rule" ("id", "network_id", "country", "rule", "value", "mark", "kind", "source", "valid_from", "valid_to", "note", "changed_by", "created_at", "closed_at", "closed_by") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- listRuleHistory
select "id", "country", "rule", "value", "mark", "kind", "source", "valid_from" as "validFrom", "valid_to" as "validTo", "note", "changed_by" as "changedBy", "created_at" as "createdAt", "closed_at" as "closedAt", "closed_by" as "closedBy" from "people"."country_rule" where "network_id" = $1 and "country" = $2 and "rule" = $3 order by "created_at" desc, "valid_from" desc nulls last, "id" desc limit $4;

-- listStandingRules
select "id", "country", "rule", "value", "mark", "kind", "source", "valid_from" as "validFrom", "valid_to" as "validTo", "note", "changed_by" as "changedBy", "created_at" as "createdAt", "closed_at" as "closedAt", "closed_by" as "closedBy" from "people"."country_rule" where "network_id" = $1 and "closed_at" is null order by "valid_from" asc nulls first, "id";

-- lockRule
select pg_advisory_xact_lock(hashtextextended($1, 0));
