-- insertCardViews
insert into people.card_view (network_id, person_id, account_id, hour) select p.network_id, p.id, $1::uuid, date_trunc('hour', $2::timestamptz, 'UTC') from people.person p where p.network_id = $3 and p.id = any($4::uuid[]) and p.account_id is distinct from $5::uuid on conflict do nothing;

-- listCardViewsOf
select v.person_id as id, to_char(v.hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ' ' || v.account_id as sort_value, v.account_id as "accountId", p.sort_name as name, v.hour from people.card_view v join people.person p on p.network_id = v.network_id and p.id = v.person_id where v.network_id = $1 and p.place && $2::uuid[] and p.search_words @> $3::text[] and ($4::uuid is null or v.person_id = $5::uuid) and ($6::uuid is null or v.account_id = $7::uuid) and ($8::timestamptz is null or v.hour >= $9) and ($10::timestamptz is null or v.hour < $11) and (v.hour, v.account_id, v.person_id) < ($12, $13::uuid, $14::uuid) order by v.hour desc, v.account_id desc, v.person_id desc limit $15;

-- listLookers
select distinct v.account_id as id from people.card_view v join people.person p on p.network_id = v.network_id and p.id = v.person_id where v.network_id = $1 and p.place && $2::uuid[] limit 200;
