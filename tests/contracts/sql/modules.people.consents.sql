-- blankAddresses
update people.consent_asked set parent_email = null where network_id = $1 and parent_email is not null and asked_at < $2 returning id;

-- blankConsents
update people.consent set parent_name = case when parent_name is null then null else '—' end where network_id = $1 and person_id = any($2::uuid[]);
delete from people.consent_asked where network_id = $1 and person_id = any($2::uuid[]) returning id;

-- countOldAddresses
select count(*)::int as n from people.consent_asked where network_id = $1 and parent_email is not null and asked_at < $2;

-- findAsked
select "id", "person_id" as "personId", "text_id" as "textId", "parent_name" as "parentName", "parent_email" as "parentEmail", "asked_at" as "askedAt", "expires_at" as "expiresAt", "consent_id" as "consentId", "refused_at" as "refusedAt" from "people"."consent_asked" where "network_id" = $1 and "id" = $2 for update;

-- findText
select t.id, t.purpose, t.version_number as "versionNumber", t.title, t.body, t.state, t.lasts_months as "lastsMonths", t.published_at as "publishedAt", t.version, (select count(*)::int from people.consent c where c.network_id = t.network_id and c.text_id = t.id and c.withdrawn_at is null) as agreed from people.consent_text t where t.network_id = $1 and t.id = $2::uuid;

-- insertAsked
insert into "people"."consent_asked" ("network_id", "person_id", "text_id", "parent_name", "parent_email", "asked_by", "asked_at", "expires_at") values ($1, $2, $3, $4, $5, $6, $7, $8) returning "id";

-- insertConsent
insert into "people"."consent" ("network_id", "person_id", "text_id", "given_by", "way", "parent_name", "locale", "given_on", "recorded_by", "recorded_at", "valid_until") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning "id";

-- insertText
insert into people.consent_text (network_id, purpose, version_number, title, body, lasts_months, created_by, created_at) select $1, $2, coalesce(max(t.version_number), 0) + 1, $3::jsonb, $4::jsonb, $5::int, $6::uuid, $7 from people.consent_text t where t.network_id = $8 and t.purpose = $9 on conflict do nothing returning id;

-- listAsked
select "id", "person_id" as "personId", "text_id" as "textId", "parent_name" as "parentName", "parent_email" as "parentEmail", "asked_at" as "askedAt", "expires_at" as "expiresAt", "consent_id" as "consentId", "refused_at" as "refusedAt" from "people"."consent_asked" where "network_id" = $1 and "person_id" = $2 and "consent_id" is null and "expires_at" > $3 order by "id" desc limit $4;

-- listConsents
select c.id, c.text_id as "textId", t.purpose, t.version_number as "versionNumber", t.title, c.given_by as "givenBy", c.way, c.parent_name as "parentName", c.given_on as "givenOn", c.valid_until as "validUntil", c.withdrawn_at as "withdrawnAt", c.withdrawn_by as "withdrawnBy" from people.consent c join people.consent_text t on t.network_id = c.network_id and t.id = c.text_id where c.network_id = $1 and c.person_id = any($2::uuid[]) order by c.id desc;

-- listOldAddresses
select parent_email as text, asked_at as at from people.consent_asked where network_id = $1 and parent_email is not null and asked_at < $2 order by asked_at, id limit 5;

-- listTexts
select t.id, t.purpose, t.version_number as "versionNumber", t.title, t.body, t.state, t.lasts_months as "lastsMonths", t.published_at as "publishedAt", t.version, (select count(*)::int from people.consent c where c.network_id = t.network_id and c.text_id = t.id and c.withdrawn_at is null) as agreed from people.consent_text t where t.network_id = $1 order by t.purpose, t.version_number desc;

-- publishDraft
update "people"."consent_text" set "state" = $1, "published_at" = $2, "published_by" = $3 where "network_id" = $4 and "id" = $5 and "state" = $6;

-- retireText
update "people"."consent_text" set "state" = $1, "retired_at" = $2 where "network_id" = $3 and "purpose" = $4 and "state" = $5;

-- updateAsked
update "people"."consent_asked" set "consent_id" = $1, "refused_at" = $2, "parent_email" = $3 where "network_id" = $4 and "id" = $5;

-- updateDraft
update "people"."consent_text" set "title" = $1, "body" = $2, "lasts_months" = $3, "version" = "version" + $4 where "network_id" = $5 and "id" = $6 and "state" = $7 and "version" = $8;

-- withdrawConsentRow
update "people"."consent" set "withdrawn_at" = $1, "withdrawn_by" = $2 where "network_id" = $3 and "person_id" = $4 and "id" = $5 and "withdrawn_at" is null;
