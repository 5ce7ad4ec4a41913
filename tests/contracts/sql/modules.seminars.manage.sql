-- listManagedEvents


-- listRehearsals
select "id", "created_at" as "createdAt" from "seminars"."event" where "network_id" = $1 and "rehearsal_of" = $2 order by "created_at" desc, "id";
