-- confirmNameOnPaper
update "seminars"."registration" set "name" = $1, "name_key" = $2, "search_key" = $3, "name_confirmed_at" = $4, "name_confirmed_by" = $5, "version" = "version" + $6 where "network_id" = $7 and "id" = $8;
