-- deleteSharesOf
delete from "credentials"."share" where "network_id" = $1 and "issue_id" in $2 returning "id";

-- insertShare
insert into "credentials"."share" ("id", "network_id", "issue_id", "label", "created_at", "expires_at") values ($1, $2, $3, $4, $5, $6);

-- listOpenShares
select "id", "label", "created_at", "expires_at", "opened", "opened_at" from "credentials"."share" where "network_id" = $1 and "issue_id" = $2 and "withdrawn_at" is null and "expires_at" > $3 order by "id";

-- openShareRow
update "credentials"."share" set "opened" = "opened" + $1, "opened_at" = $2 where "network_id" = $3 and "id" = $4 and "withdrawn_at" is null and "expires_at" > $5 returning "issue_id";

-- updateShareWithdrawn
update "credentials"."share" set "withdrawn_at" = $1 where "network_id" = $2 and "issue_id" = $3 and "id" = $4 and "withdrawn_at" is null;
