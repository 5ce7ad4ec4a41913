-- blankAccount
delete from access.session where account_id = $1::uuid or viewed_account_id = $2::uuid;
delete from access.sign_in_method where account_id = $1::uuid;
delete from access.second_step where account_id = $1::uuid;
delete from access.recovery_code where account_id = $1::uuid;
delete from access.sign_in_journal where account_id = $1::uuid;
delete from access.mailbox_pin where account_id = $1::uuid;
delete from access.mailbox m using access.account a where a.id = $1::uuid and m.address = a.email and not exists (select from access.mailbox_pin p where p.mailbox_id = m.id);
delete from access.mail_settings where account_id = $1::uuid;
delete from access.digest where account_id = $1::uuid;
delete from access.link where subject_id = $1::uuid;
delete from access.verification v using access.account a where a.id = $1::uuid and v.identifier = a.email;
update access.account set name = '—', email = null, email_verified = false, image = null, preferred_locale = null, updated_at = $1 where id = $2::uuid;

-- blankInvitations
update access.invitation set email = '', name = '—', person_id = null, state = case when state = 'open' then 'withdrawn' else state end where network_id = $1 and (account_id = $2::uuid or person_id = any($3::uuid[]) or lower(email) = any($4::text[]));

-- blankOldInvitations
update access.invitation set email = '', name = '—', state = case when state = 'open' then 'withdrawn' else state end where network_id = $1 and email <> '' and expires_at < $2;

-- countOldInvitations
select count(*)::int as n from access.invitation where network_id = $1 and email <> '' and expires_at < $2;

-- countOldSignIns
select count(*)::int as n from access.sign_in_journal j where j.at < $1 and exists (select from access.role_assignment r where r.account_id = j.account_id and r.network_id = $2);

-- deleteOldSignIns
delete from access.sign_in_journal j where j.at < $1 and exists (select from access.role_assignment r where r.account_id = j.account_id and r.network_id = $2);

-- deleteSignInNames
delete from access.sign_in_name where network_id = $1 and person_id = any($2::uuid[]);

-- endInNetwork
update access.role_assignment set valid_to = $1 where network_id = $2 and account_id = $3::uuid and (valid_to is null or valid_to > $4);
update access.delegation set ended_at = $1 where network_id = $2 and (from_account_id = $3::uuid or to_account_id = $4::uuid) and ended_at is null;
delete from access.api_token where network_id = $1 and account_id = $2::uuid;

-- holdsRoleNow
select exists (select from access.role_assignment where account_id = $1::uuid and (network_id = $2::uuid or network_id is null) and valid_from <= $3 and (valid_to is null or valid_to > $4)) as holds;

-- isLastAdministrator
select bool_or(account_id = $1::uuid) and bool_and(account_id = $2::uuid) as last from access.role_assignment where network_id = $3 and role = 'network_admin' and valid_from <= $4 and (valid_to is null or valid_to > $5);

-- isUsedElsewhere
select exists (select from access.role_assignment where account_id = $1::uuid and network_id is distinct from $2::uuid and (valid_to is null or valid_to > $3)) or exists (select from people.person_card where account_id = $4::uuid and network_id <> $5::uuid) as elsewhere;

-- listCardData
select n.name || case when n.number > 1 then ' ' || n.number else '' end as name, c.printed_at as "printedAt", c.expires_at as "expiresAt", c.used_at as "usedAt" from access.sign_in_card c join access.sign_in_name n on n.id = c.name_id and n.network_id = c.network_id where c.network_id = $1 and n.person_id = any($2::uuid[]) order by c.printed_at desc limit 200;

-- listInvitationData
select name, email, role, state, created_at from access.invitation where network_id = $1 and (account_id = $2::uuid or person_id = any($3::uuid[])) and email <> '' order by created_at desc limit 200;

-- listJournalData
select "at", "outcome", "method", "source", "user_agent" from "access"."sign_in_journal" where "account_id" = $1 order by "at" desc limit $2;

-- listOldInvitations
select name as text, created_at as at from access.invitation where network_id = $1 and email <> '' and expires_at < $2 order by created_at, id limit 5;

-- listOldSignIns
select (select a.name from access.account a where a.id = j.account_id) as text, j.at from access.sign_in_journal j where j.at < $1 and exists (select from access.role_assignment r where r.account_id = j.account_id and r.network_id = $2) order by j.at, j.id limit 5;

-- listRoleData
select "role", "scope_kind", "valid_from", "valid_to" from "access"."role_assignment" where "account_id" = $1 and ("network_id" = $2 or "network_id" is null) order by "valid_from" desc limit $3;

-- listSessionData
select "created_at", "updated_at", "ip_address", "user_agent" from "access"."session" where "account_id" = $1 order by "created_at" desc limit $2;

-- listTokenData
select "name", "created_at", "expires_at", "last_used_at" from "access"."api_token" where "network_id" = $1 and "account_id" = $2 order by "created_at" desc limit $3;
