-- annulUngiven
update credentials.issue set annulled_at = $1, revoked_at = $2, revoke_reason = $3, revoked_by = $4 where network_id = $5 and (id = $6::uuid or batch_id = $7::uuid) and revoked_at is null and given_at is null returning id, number, kind, series, source_type, source_id;

-- countBatch
select count(*)::int as issued, count(given_at)::int as given, count(annulled_at)::int as annulled, count(*) filter (where given_at is null and revoked_at is null)::int as open from credentials.issue where network_id = $1 and batch_id = $2;

-- listBatchPlaces
select distinct o.path from credentials.issue i join people.organisation_card o on o.network_id = i.network_id and o.organisation_id = i.organisation_id where i.network_id = $1 and i.batch_id = $2;
