-- deleteAttestation
delete from "people"."attestation" where "network_id" = $1 and "id" = $2;

-- deleteEducation
delete from "people"."education" where "network_id" = $1 and "id" = $2;

-- insertAttestations
insert into "people"."attestation" ("network_id", "person_id", "created_at", "category", "held_on", "due_on", "note") values ($1, $2, $3, $4, $5, $6, $7) returning "id";

-- insertEducations
insert into "people"."education" ("network_id", "person_id", "created_at", "level", "is_library_profile", "institution", "speciality", "graduated_year") values ($1, $2, $3, $4, $5, $6, $7, $8) returning "id";

-- listAttestations
select "id", "category", "held_on", "due_on", "note", "version" from "people"."attestation" where "network_id" = $1 and "person_id" = $2 order by "held_on" desc nulls last, "id" desc limit $3;

-- listEducations
select "id", "level", "is_library_profile", "institution", "speciality", "graduated_year", "version" from "people"."education" where "network_id" = $1 and "person_id" = $2 order by "graduated_year" desc nulls last, "id" desc limit $3;

-- updateAttestation
update "people"."attestation" set "category" = $1, "held_on" = $2, "due_on" = $3, "note" = $4, "version" = "version" + $5 where "network_id" = $6 and "id" = $7 and "version" = $8;

-- updateEducation
update "people"."education" set "level" = $1, "is_library_profile" = $2, "institution" = $3, "speciality" = $4, "graduated_year" = $5, "version" = "version" + $6 where "network_id" = $7 and "id" = $8 and "version" = $9;
