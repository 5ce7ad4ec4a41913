-- deletePost
delete from "people"."employment" where "network_id" = $1 and "id" = $2;

-- findPost
select "e"."id", "e"."person_id", "e"."organisation_id", "e"."position_id", "e"."position" as "title", "e"."kind", "e"."is_main_personnel", "e"."rate", "e"."from_date", "e"."to_date", "e"."leaving_reason", "e"."leaving_note", "e"."version", "o"."name" as "organisation_name", "o"."code" as "organisation_code", "o"."path" as "organisation_path", "p"."name" as "position_name", "p"."is_head" from "people"."employment" as "e" inner join "people"."organisation" as "o" on "o"."id" = "e"."organisation_id" and "o"."network_id" = "e"."network_id" left join "people"."position" as "p" on "p"."id" = "e"."position_id" and "p"."network_id" = "e"."network_id" where "e"."network_id" = $1 and "e"."person_id" = $2 and "e"."id" = $3;

-- insertPosts
insert into "people"."employment" ("network_id", "person_id", "created_at", "organisation_id", "position_id", "position", "kind", "is_main_personnel", "rate", "from_date", "to_date", "leaving_reason", "leaving_note") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning "id";

-- listOpenPosts
select "e"."id", "e"."person_id", "e"."organisation_id", "e"."position_id", "e"."position" as "title", "e"."kind", "e"."is_main_personnel", "e"."rate", "e"."from_date", "e"."to_date", "e"."leaving_reason", "e"."leaving_note", "e"."version", "o"."name" as "organisation_name", "o"."code" as "organisation_code", "o"."path" as "organisation_path", "p"."name" as "position_name", "p"."is_head" from "people"."employment" as "e" inner join "people"."organisation" as "o" on "o"."id" = "e"."organisation_id" and "o"."network_id" = "e"."network_id" left join "people"."position" as "p" on "p"."id" = "e"."position_id" and "p"."network_id" = "e"."network_id" where "e"."network_id" = $1 and "e"."person_id" = $2 and ("e"."to_date" is null or "e"."to_date" >= $3);

-- listPostsOf
select "e"."id", "e"."person_id", "e"."organisation_id", "e"."position_id", "e"."position" as "title", "e"."kind", "e"."is_main_personnel", "e"."rate", "e"."from_date", "e"."to_date", "e"."leaving_reason", "e"."leaving_note", "e"."version", "o"."name" as "organisation_name", "o"."code" as "organisation_code", "o"."path" as "organisation_path", "p"."name" as "position_name", "p"."is_head" from "people"."employment" as "e" inner join "people"."organisation" as "o" on "o"."id" = "e"."organisation_id" and "o"."network_id" = "e"."network_id" left join "people"."position" as "p" on "p"."id" = "e"."position_id" and "p"."network_id" = "e"."network_id" where "e"."network_id" = $1 and "e"."person_id" = $2 order by "e"."from_date" desc, "e"."id" desc limit $3;

-- listStaffOf
select "e"."person_id", "n"."sort_name", "e"."position" as "title", "p"."name" as "position_name", "p"."is_head", "e"."rate", "e"."kind" from "people"."employment" as "e" inner join "people"."person" as "n" on "n"."id" = "e"."person_id" and "n"."network_id" = "e"."network_id" left join "people"."position" as "p" on "p"."id" = "e"."position_id" and "p"."network_id" = "e"."network_id" where "e"."network_id" = $1 and "e"."organisation_id" = $2 and "e"."from_date" <= $3 and ("e"."to_date" is null or "e"."to_date" >= $4) order by coalesce("p"."is_head", $5) desc, coalesce("p"."sort", $6), "n"."sort_name" limit $7;

-- updatePost
update "people"."employment" set "organisation_id" = $1, "position_id" = $2, "position" = $3, "kind" = $4, "is_main_personnel" = $5, "rate" = $6, "from_date" = $7, "to_date" = $8, "leaving_reason" = $9, "leaving_note" = $10, "version" = "version" + $11 where "network_id" = $12 and "id" = $13 and "version" = $14;
