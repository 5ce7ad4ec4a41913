-- countMails
select count(*)::int as "n" from "platform"."mail_message" as "m" where "m"."network_id" = $1 and exists (select from people.organisation_card o where o.network_id = m.network_id and o.organisation_id = m.organisation_id and o.path && $2::uuid[]) and m.to_address ilike $3 and "m"."state" = $4;

-- findMail
select "m"."id", "m"."template", "m"."locale", "m"."to_address", "m"."state", "m"."error_code", "m"."attempts", "m"."created_at", "m"."sent_at", "m"."not_before", "m"."subject_type", "m"."subject_id" from "platform"."mail_message" as "m" where "m"."network_id" = $1 and exists (select from people.organisation_card o where o.network_id = m.network_id and o.organisation_id = m.organisation_id and o.path && $2::uuid[]) and "m"."id" = $3;

-- listJobs
select * from "platform"."job" where "network_id" = $1 and "created_by" = $2 order by "created_at" desc, "id" desc limit $3;

-- listMails
select "m"."id", "m"."template", "m"."locale", "m"."to_address", "m"."state", "m"."error_code", "m"."attempts", "m"."created_at", "m"."sent_at", "m"."not_before", "m"."subject_type", "m"."subject_id", m.created_at::text as "sort_value" from "platform"."mail_message" as "m" where "m"."network_id" = $1 and exists (select from people.organisation_card o where o.network_id = m.network_id and o.organisation_id = m.organisation_id and o.path && $2::uuid[]) and m.to_address ilike $3 and "m"."state" = $4 and (m.created_at, m.id) < ($5::timestamptz, $6::uuid) order by m.created_at desc, m.id desc limit $7;
