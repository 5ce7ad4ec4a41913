-- countOpenBelow
select count(*)::int as "n" from "people"."organisation" where "network_id" = $1 and "id" <> $2 and "closed_on" is null and path @> array[$3::uuid];

-- findOrganisation
select * from "people"."organisation" where "network_id" = $1 and "id" = $2;

-- insertMove
insert into "people"."organisation_move" ("network_id", "organisation_id", "from_parent_id", "to_parent_id", "moved_on", "reason", "moved_by", "created_at") values ($1, $2, $3, $4, $5, $6, $7, $8);

-- insertOrganisation
insert into "people"."organisation" ("id", "network_id", "parent_id", "path", "kind", "code", "name", "country", "settlement", "time_zone", "signatory_name", "signatory_post", "contact_email", "founder", "address", "latitude", "longitude", "languages", "phone", "website", "map_area", "search_words") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22);

-- listChildren
select "id", "code", "name", "kind", "settlement", "closed_on" from "people"."organisation" where "network_id" = $1 and "parent_id" = $2 order by "code" limit $3;

-- listMoves
select "m"."id", "m"."moved_on", "m"."reason", "f"."id" as "from_id", "f"."name" as "from_name", "t"."id" as "to_id", "t"."name" as "to_name" from "people"."organisation_move" as "m" left join "people"."organisation" as "f" on "f"."id" = "m"."from_parent_id" and "f"."network_id" = "m"."network_id" left join "people"."organisation" as "t" on "t"."id" = "m"."to_parent_id" and "t"."network_id" = "m"."network_id" where "m"."network_id" = $1 and "m"."organisation_id" = $2 order by "m"."moved_on" desc, "m"."id" desc limit $3;

-- listOrganisationNames
select "id", "code", "name", "kind", "path", "closed_on" from "people"."organisation" where "network_id" = $1 and "id" in $2;

-- listOrganisations
select "id", "parent_id", "path", "kind", "code", "name", "country", "settlement", "time_zone", "contact_email", "map_area", "closed_on" from "people"."organisation" where "network_id" = $1 order by "code" limit $2;

-- lockOrganisation
select * from "people"."organisation" where "network_id" = $1 and "id" = $2 for update;

-- lockTree
select pg_advisory_xact_lock(hashtextextended($1, 0));

-- updateClosed
update "people"."organisation" set "closed_on" = $1, "version" = "version" + $2 where "network_id" = $3 and "id" = $4;

-- updateOrganisation
update "people"."organisation" set "kind" = $1, "code" = $2, "name" = $3, "country" = $4, "settlement" = $5, "time_zone" = $6, "signatory_name" = $7, "signatory_post" = $8, "contact_email" = $9, "founder" = $10, "address" = $11, "latitude" = $12, "longitude" = $13, "languages" = $14, "phone" = $15, "website" = $16, "map_area" = $17, "search_words" = $18, "version" = "version" + $19 where "network_id" = $20 and "id" = $21 and "version" = $22;

-- updateParent
update "people"."organisation" set "path" = $1::uuid[] || path[$2:], "parent_id" = case when id = $3::uuid then $4::uuid else parent_id end, "version" = version + 1 where "network_id" = $5 and path @> array[$6::uuid] returning "id";
