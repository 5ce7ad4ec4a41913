-- findSigned
select "s"."issue_id", "s"."document", "s"."issuer", "s"."signed_at", "s"."network_id", "k"."name" as "key_name", "k"."public_key", "k"."compromised_at" from "credentials"."signed_credential" as "s" inner join "credentials"."signing_key" as "k" on "k"."id" = "s"."key_id" where "s"."issue_id" = $1;

-- findStatusList
select * from "credentials"."status_list" where "network_id" = $1 and "series" = $2 and "seq" = $3;

-- insertSigned
insert into "credentials"."signed_credential" ("issue_id", "network_id", "status_list_id", "status_index", "key_id", "issuer", "document", "signed_at") values ($1, $2, $3, $4, $5, $6, $7, $8);

-- insertSigningKey
insert into credentials.signing_key (id, network_id, series, name, public_key, sealed_seed, created_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing;

-- listCompromisedNetworks
select distinct "s"."network_id" from "credentials"."signed_credential" as "s" inner join "credentials"."signing_key" as "k" on "k"."id" = "s"."key_id" where "k"."compromised_at" is not null;

-- listSigningKeys
select * from "credentials"."signing_key" where "network_id" = $1 and "series" = $2 order by "created_at" desc, "name" desc;

-- listStopped
select s.status_index, i.revoked_at is not null as revoked, i.suspended_at is not null as suspended from credentials.issue i join credentials.signed_credential s on s.issue_id = i.id where i.network_id = $1 and s.status_list_id = $2 and (i.revoked_at is not null or i.suspended_at is not null);

-- listUnsignedSeries
select distinct i.network_id, i.series from credentials.issue i where i.series <> 'practice' and not exists (select from credentials.signed_credential s where s.issue_id = i.id);

-- lockCompromised
select "s"."issue_id", "s"."document", "s"."issuer", "k"."series" from "credentials"."signed_credential" as "s" inner join "credentials"."signing_key" as "k" on "k"."id" = "s"."key_id" where "s"."network_id" = $1 and "k"."compromised_at" is not null order by "s"."issue_id" limit $2 for update of "s" skip locked;

-- lockUnsigned
select * from "credentials"."issue" as "i" where "i"."network_id" = $1 and "i"."series" = $2 and "i"."id" = $3 and not exists (select "s"."issue_id" from "credentials"."signed_credential" as "s" where "s"."issue_id" = "i"."id") order by "i"."id" limit $4 for update;
select "issue_id" from "credentials"."signed_credential" where "network_id" = $1 and "issue_id" in ($2);

-- readStatusMark
select count(*)::int as stopped, max(greatest(i.revoked_at, i.suspended_at)) as latest from credentials.issue i join credentials.signed_credential s on s.issue_id = i.id where i.network_id = $1 and s.status_list_id = $2 and (i.revoked_at is not null or i.suspended_at is not null);

-- takeStatusPlaces
with open as ( select id, used from credentials.status_list where network_id = $1 and series = $2 and used < $3 order by seq limit 1 for update ) update credentials.status_list l set used = least($4::int, l.used + $5::int) from open where l.id = open.id returning l.id, l.seq, l.used, l.used - open.used as taken;

-- updateKeyCompromised
update "credentials"."signing_key" set "compromised_at" = $1 where "network_id" = $2 and "id" = $3;

-- updateKeyRetired
update "credentials"."signing_key" set "retired_at" = $1 where "network_id" = $2 and "id" = $3 and "retired_at" is null;

-- updateSigned
update "credentials"."signed_credential" set "key_id" = $1, "document" = $2, "signed_at" = $3 where "network_id" = $4 and "issue_id" = $5;
