-- expandWords
select typed.n::int, found.word from unnest($1::text[]) with ordinality typed(word, n) cross join lateral ( (select s.word from people.search_word s where s.network_id = $2 and s.word ~>=~ typed.word and s.word ~<~ (typed.word || chr(1114111)) order by s.word using ~<~ limit 60) union (select s.word from people.search_slip s where s.network_id = $3 and length(typed.word) >= $4 and s.slip in ( select typed.word union all select overlay(typed.word placing '' from at for 1) from generate_series(1, length(typed.word)) at) limit 40) union (select s.word from people.search_word s where s.network_id = $5 and length(typed.word) > $6 and s.word in ( select overlay(typed.word placing '' from at for 1) from generate_series(1, length(typed.word)) at)) ) found;
select typed.word as typed, found.word from unnest($1::text[]) typed(word) cross join lateral ( select s.word from people.search_word s where s.network_id = $2 and s.word % typed.word and similarity(s.word, typed.word) > 0.42 order by similarity(s.word, typed.word) desc limit 20) found;

-- findOrganisationsByWords
select id, code, name, kind, settlement, closed_on, search_words from people.organisation where network_id = $1 and search_words && $2::text[] limit 200;

-- findPeopleByWords
select p.id, p.family_name, p.given_name, p.patronymic, p.organisation_id, p.position_id, p.post_title, p.is_working, p.search_words from people.person p where p.network_id = $1 and p.anonymised_at is null and p.place && $2::uuid[] and p.search_words && $3::text[] and p.id not in (select a.old_person_id from people.person_alias a where a.network_id = $4) limit 200;
