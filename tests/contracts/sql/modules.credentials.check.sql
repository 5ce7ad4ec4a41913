-- findCodeOfPaper
select "i"."check_code" from "credentials"."paper" as "p" inner join "credentials"."issue" as "i" on "i"."id" = "p"."issue_id" and "i"."network_id" = "p"."network_id" where "p"."sha256" = $1 limit $2;

-- findIssueByCode
select "i".*, "next"."number" as "replaced_by", "renewal"."number" as "renewed_by" from "credentials"."issue" as "i" left join "credentials"."issue" as "next" on "next"."replaces_id" = "i"."id" and "next"."network_id" = "i"."network_id" left join "credentials"."issue" as "renewal" on "renewal"."renews_id" = "i"."id" and "renewal"."network_id" = "i"."network_id" and "renewal"."revoked_at" is null where "i"."check_code" = $1;

-- listIssuesByNumber
select "i".*, "next"."number" as "replaced_by", "renewal"."number" as "renewed_by" from "credentials"."issue" as "i" left join "credentials"."issue" as "next" on "next"."replaces_id" = "i"."id" and "next"."network_id" = "i"."network_id" left join "credentials"."issue" as "renewal" on "renewal"."renews_id" = "i"."id" and "renewal"."network_id" = "i"."network_id" and "renewal"."revoked_at" is null where "i"."number" = $1 order by "i"."issued_at" limit $2;
