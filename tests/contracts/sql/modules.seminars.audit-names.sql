-- listEventTitles
select e.id, e.title from seminars.event e where e.network_id = $1 and e.id = any($2::uuid[]);

-- listEventsBelow
select e.id from seminars.event e join people.organisation_card o on o.network_id = e.network_id and o.organisation_id = e.organisation_id where e.network_id = $1 and o.path && $2::uuid[] order by e.id desc limit 5000;
