-- countDueAttestations
select count(*)::int as count, min(a.due_on)::text as first from people.person p cross join lateral (select due_on from people.attestation a where a.network_id = p.network_id and a.person_id = p.id order by held_on desc nulls last, id desc limit 1) a where p.network_id = $1 and p.is_working and p.anonymised_at is null and p.place && $2::uuid[] and a.due_on <= $3::date;

-- findDueAttestation
select due_on::text as due from people.attestation where network_id = $1 and person_id = $2::uuid order by held_on desc nulls last, id desc limit 1;

-- listWaitingRequests
select r.person_id as "personId", p.sort_name as name, p.account_id as "accountId", r.created_at as "createdAt" from people.change_request r join people.person p on p.id = r.person_id and p.network_id = r.network_id where r.network_id = $1 and r.state = 'open' and p.place && $2::uuid[] and not exists (select from people.person_alias a where a.network_id = r.network_id and a.old_person_id = r.person_id) order by r.created_at, r.id limit 20;
