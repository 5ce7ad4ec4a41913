-- deletePracticeIssues
delete from "credentials"."issue" where "network_id" = $1 and "series" = $2 and "source_type" = $3 and "source_id" in $4;

-- findIssue
select "i".*, "renewal"."id" as "renewal_id", "renewal"."number" as "renewal_number", "o"."path" as "organisation_path", "o"."name" as "organisation_name", "next"."id" as "next_id", "next"."number" as "next_number" from "credentials"."issue" as "i" inner join "people"."organisation_card" as "o" on "o"."organisation_id" = "i"."organisation_id" and "o"."network_id" = "i"."network_id" left join "credentials"."issue" as "next" on "next"."replaces_id" = "i"."id" and "next"."network_id" = "i"."network_id" left join "credentials"."issue" as "renewal" on "renewal"."renews_id" = "i"."id" and "renewal"."network_id" = "i"."network_id" and "renewal"."revoked_at" is null where "i"."network_id" = $1 and "i"."id" = $2;

-- findIssueOfSource
select "i".*, "renewal"."id" as "renewal_id", "renewal"."number" as "renewal_number", "o"."path" as "organisation_path", "o"."name" as "organisation_name", "next"."id" as "next_id", "next"."number" as "next_number" from "credentials"."issue" as "i" inner join "people"."organisation_card" as "o" on "o"."organisation_id" = "i"."organisation_id" and "o"."network_id" = "i"."network_id" left join "credentials"."issue" as "next" on "next"."replaces_id" = "i"."id" and "next"."network_id" = "i"."network_id" left join "credentials"."issue" as "renewal" on "renewal"."renews_id" = "i"."id" and "renewal"."network_id" = "i"."network_id" and "renewal"."revoked_at" is null where "i"."network_id" = $1 and "i"."source_type" = $2 and "i"."source_id" = $3 and "i"."kind" = $4 and "i"."renews_id" is null order by "i"."revoked_at" desc nulls first, "i"."id" desc limit $5;

-- forgetMailAddresses
update credentials.issue set mail_address = null where network_id = $1 and source_type = $2 and source_id = any ($3::uuid[]) returning id;

-- insertIssue
insert into credentials.issue (id, network_id, organisation_id, kind, year, seq, number, series, check_code, public_address, locale, holder_name, search_key, holder_is_minor, fields, source_type, source_id, issued_at, issued_by, issued_on, replaces_id, mail_address, facts, valid_until, batch_id, renews_id, legal_status, licence_id, is_duplicate, template_version_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30) on conflict (renews_id) where renews_id is not null and revoked_at is null do nothing;

-- keepPaper
with made as ( insert into credentials.paper (issue_id, network_id, sha256, first_given_at, form) values ($1, $2, $3, $4, $5) on conflict do nothing returning 1 ) select exists (select from made) as is_new, (select count(*)::int from credentials.paper where issue_id = $6 and form = $7 and sha256 <> $8) as others;

-- listIssuesMailedTo
select "i".*, "renewal"."id" as "renewal_id", "renewal"."number" as "renewal_number", "o"."path" as "organisation_path", "o"."name" as "organisation_name", "next"."id" as "next_id", "next"."number" as "next_number" from "credentials"."issue" as "i" inner join "people"."organisation_card" as "o" on "o"."organisation_id" = "i"."organisation_id" and "o"."network_id" = "i"."network_id" left join "credentials"."issue" as "next" on "next"."replaces_id" = "i"."id" and "next"."network_id" = "i"."network_id" left join "credentials"."issue" as "renewal" on "renewal"."renews_id" = "i"."id" and "renewal"."network_id" = "i"."network_id" and "renewal"."revoked_at" is null where "i"."network_id" = $1 and lower(i.mail_address) in ($2) order by "i"."issued_at", "i"."id" limit $3;

-- listIssuesOfSources
select "i".*, "renewal"."id" as "renewal_id", "renewal"."number" as "renewal_number", "o"."path" as "organisation_path", "o"."name" as "organisation_name", "next"."id" as "next_id", "next"."number" as "next_number" from "credentials"."issue" as "i" inner join "people"."organisation_card" as "o" on "o"."organisation_id" = "i"."organisation_id" and "o"."network_id" = "i"."network_id" left join "credentials"."issue" as "next" on "next"."replaces_id" = "i"."id" and "next"."network_id" = "i"."network_id" left join "credentials"."issue" as "renewal" on "renewal"."renews_id" = "i"."id" and "renewal"."network_id" = "i"."network_id" and "renewal"."revoked_at" is null where "i"."network_id" = $1 and "i"."source_type" = $2 and "i"."source_id" in $3 order by "i"."issued_at", "i"."id";

-- lockIssue
select from credentials.issue where network_id = $1 and id = $2 for no key update;

-- markGiven
update credentials.issue set given_at = coalesce(given_at, $1) where network_id = $2 and id = $3 and revoked_at is null returning 1;

-- returnNumber
update "credentials"."register_counter" set "last_seq" = "last_seq" - $1 where "network_id" = $2 and "organisation_id" = $3 and "year" = $4 and "kind" = $5 and "series" = $6;

-- takeNumber
insert into credentials.register_counter as c (network_id, organisation_id, year, kind, series, last_seq) values ($1, $2, $3, $4, $5, 1) on conflict (network_id, organisation_id, year, kind, series) do update set last_seq = c.last_seq + 1 returning last_seq;

-- updateRevoked
update "credentials"."issue" set "revoked_at" = $1, "revoked_by" = $2, "revoke_reason" = $3 where "network_id" = $4 and "id" = $5 and "revoked_at" is null;

-- updateSuspended
update "credentials"."issue" set "suspended_at" = $1, "suspended_by" = $2, "suspend_reason" = $3 where "network_id" = $4 and "id" = $5 and "revoked_at" is null and "suspended_at" is null;
