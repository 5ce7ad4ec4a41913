-- clearLooking
update "access"."session" set "viewed_account_id" = $1, "viewed_network_id" = $2, "viewed_until" = $3 where "id" = $4;

-- writeLooking
update "access"."session" set "viewed_account_id" = $1, "viewed_network_id" = $2, "viewed_until" = $3 where "id" = $4;
