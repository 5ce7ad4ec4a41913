-- endLicenceRow
update credentials.licence set ended_on = greatest($1::date, issued_on) where network_id = $2 and id = $3 and ended_on is null returning organisation_id;

-- findLicence
select l.id, l.number, l.issued_on::text as "issuedOn" from credentials.licence l where l.network_id = $1 and l.organisation_id = any ($2::uuid[]) and l.issued_on <= $3 and (l.valid_until is null or l.valid_until >= $4) and (l.ended_on is null or l.ended_on > $5) order by array_position($6::uuid[], l.organisation_id) desc, l.issued_on desc limit 1;

-- insertLicence
insert into "credentials"."licence" ("id", "network_id", "organisation_id", "number", "issued_by", "issued_on", "valid_until", "created_by", "created_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- listLicences
select l.id, l.number, l.issued_by as "issuedBy", l.issued_on::text as "issuedOn", l.valid_until::text as "validUntil", l.ended_on::text as "endedOn", l.organisation_id as "organisationId", o.name as "organisationName" from credentials.licence l join people.organisation_card o on o.network_id = l.network_id and o.organisation_id = l.organisation_id where l.network_id = $1 order by l.issued_on desc, l.id desc limit 1000;
