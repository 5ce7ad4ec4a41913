-- listBulkPersons
select "p"."id", "p"."family_name", "p"."given_name", "p"."patronymic", "p"."preferred_locale", "p"."account_id", "p"."place", "p"."anonymised_at", (select "a"."person_id" from "people"."person_alias" as "a" where "a"."old_person_id" = "p"."id" and "a"."network_id" = "p"."network_id") as "merged_into" from "people"."person" as "p" where "p"."network_id" = $1 and "p"."id" in $2 order by "p"."id" for update of "p";

-- listBulkPosts
select "e"."id", "e"."person_id", "e"."organisation_id", "e"."position_id", "e"."position" as "title", "e"."kind", "e"."is_main_personnel", "e"."rate", "e"."from_date", "e"."to_date", "e"."leaving_reason", "e"."leaving_note", "e"."version", "o"."name" as "organisation_name", "o"."path" as "organisation_path", "o"."closed_on" as "organisation_closed_on", "p"."name" as "position_name" from "people"."employment" as "e" inner join "people"."organisation" as "o" on "o"."id" = "e"."organisation_id" and "o"."network_id" = "e"."network_id" left join "people"."position" as "p" on "p"."id" = "e"."position_id" and "p"."network_id" = "e"."network_id" where "e"."network_id" = $1 and "e"."person_id" in $2 and ("e"."to_date" is null or "e"."to_date" >= $3) order by "e"."from_date", "e"."id";

-- updatePreferredLocale
update "people"."person" set "preferred_locale" = $1, "updated_at" = $2, "version" = "version" + $3 where "network_id" = $4 and "id" in $5;
