-- countExpiring
select count(*)::int as count, min(i.valid_until)::text as first from credentials.issue i join people.organisation_card o on o.network_id = i.network_id and o.organisation_id = i.organisation_id where i.network_id = $1 and i.valid_until between $2 and $3 and i.revoked_at is null and i.series <> 'practice' and not exists (select from credentials.issue r where r.renews_id = i.id and r.revoked_at is null) and o.path && $4::uuid[];

-- takeExpiring
update credentials.issue set reminded_at = $1 where network_id = $2 and id in ( select i.id from credentials.issue i where i.network_id = $3 and i.valid_until between $4 and $5 and i.revoked_at is null and i.suspended_at is null and i.reminded_at is null and i.series <> 'practice' and not exists (select from credentials.issue r where r.renews_id = i.id and r.revoked_at is null) order by i.valid_until, i.id limit $6 for update skip locked) returning id, mail_address as "mailAddress", locale, organisation_id as "organisationId";
