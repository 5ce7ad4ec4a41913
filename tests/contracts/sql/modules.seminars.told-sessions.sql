-- listRemovedSessions
select "session_id" as "id", "title", "starts_at" as "startsAt", "ends_at" as "endsAt", "removed_sequence" as "removedSequence" from "seminars"."told_session" where "network_id" = $1 and "event_id" = $2 and "removed_sequence" > $3 order by "starts_at";

-- noteToldSessions
insert into seminars.told_session (network_id, event_id, session_id, title, starts_at, ends_at) select s.network_id, s.event_id, s.id, s.title, s.starts_at, s.ends_at from seminars.session s where s.network_id = $1 and s.event_id = $2 on conflict (network_id, event_id, session_id) do update set title = excluded.title, starts_at = excluded.starts_at, ends_at = excluded.ends_at where (told_session.title, told_session.starts_at, told_session.ends_at) is distinct from (excluded.title, excluded.starts_at, excluded.ends_at);
update seminars.told_session t set removed_sequence = $1 where t.network_id = $2 and t.event_id = $3 and t.removed_sequence is null and not exists (select 1 from seminars.session s where s.network_id = t.network_id and s.id = t.session_id);
