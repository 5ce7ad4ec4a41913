-- deletePart
delete from "seminars"."1" where "network_id" = $1 and "event_id" = $2 and "id" = $3;

-- insertSection
insert into "seminars"."section" ("id", "network_id", "event_id", "title", "hall", "position") values ($1, $2, $3, $4, $5, $6);

-- insertSession
insert into "seminars"."session" ("id", "network_id", "event_id", "title", "starts_wall", "starts_at", "ends_wall", "ends_at", "position") values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- insertTalks
insert into "seminars"."talk" ("id", "network_id", "event_id", "session_id", "section_id", "kind", "title", "search_key", "abstract", "language", "interpretation", "country", "starts_wall", "starts_at", "ends_wall", "ends_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- listSections
select "s"."id", "s"."title", "s"."hall", "s"."position", "s"."version", array(select m.contributor_id::text from seminars.section_moderator m where m.network_id = $1 and m.section_id = s.id order by m.position) as "moderatorIds" from "seminars"."section" as "s" where "s"."network_id" = $2 and "s"."event_id" = $3 order by "s"."position", "s"."id";

-- listSessions
select "id", "title", "starts_wall" as "startsWall", "ends_wall" as "endsWall", "starts_at" as "startsAt", "ends_at" as "endsAt", "position", "version" from "seminars"."session" where "network_id" = $1 and "event_id" = $2 order by "starts_at", "id";

-- listTalks
select "t"."id", "t"."session_id" as "sessionId", "t"."section_id" as "sectionId", "t"."kind", "t"."title", "t"."abstract", "t"."language", "t"."interpretation", "t"."country", "t"."starts_wall" as "startsWall", "t"."ends_wall" as "endsWall", "t"."starts_at" as "startsAt", "t"."ends_at" as "endsAt", "t"."given", "t"."version", array(select p.contributor_id::text from seminars.talk_speaker p where p.network_id = $1 and p.talk_id = t.id order by p.position) as "speakerIds" from "seminars"."talk" as "t" where "t"."network_id" = $2 and "t"."event_id" = $3 order by "t"."starts_at", "t"."ends_at", "t"."id";

-- moveTimes
update "seminars"."1" r set starts_wall = n.starts_wall, starts_at = n.starts_at, ends_wall = n.ends_wall, ends_at = n.ends_at, version = r.version + 1 from unnest($1::uuid[], $2::timestamp[], $3::timestamptz[], $4::timestamp[], $5::timestamptz[]) as n (id, starts_wall, starts_at, ends_wall, ends_at) where r.network_id = $6 and r.event_id = $7 and r.id = n.id;

-- replaceModerators
delete from "seminars"."section_moderator" where "network_id" = $1 and "section_id" = $2;
insert into "seminars"."section_moderator" ("network_id", "section_id", "contributor_id", "position") values ($1, $2, $3, $4);

-- replaceSpeakers
delete from "seminars"."talk_speaker" where "network_id" = $1 and "talk_id" in ($2);
insert into "seminars"."talk_speaker" ("network_id", "talk_id", "contributor_id", "position") values ($1, $2, $3, $4);

-- updateSection
update "seminars"."section" set "title" = $1, "hall" = $2, "version" = "version" + $3 where "network_id" = $4 and "event_id" = $5 and "id" = $6 and "version" = $7;

-- updateSession
update "seminars"."session" set "title" = $1, "starts_wall" = $2, "starts_at" = $3, "ends_wall" = $4, "ends_at" = $5, "version" = "version" + $6 where "network_id" = $7 and "event_id" = $8 and "id" = $9 and "version" = $10;

-- updateTalk
update "seminars"."talk" set "session_id" = $1, "section_id" = $2, "kind" = $3, "title" = $4, "search_key" = $5, "abstract" = $6, "language" = $7, "interpretation" = $8, "country" = $9, "starts_wall" = $10, "starts_at" = $11, "ends_wall" = $12, "ends_at" = $13, "version" = "version" + $14 where "network_id" = $15 and "event_id" = $16 and "id" = $17 and "version" = $18;

-- updateTalkGiven
update "seminars"."talk" set "given" = $1, "version" = "version" + $2 where "network_id" = $3 and "event_id" = $4 and "id" = $5;
