-- blankAuthor
update people.record_change set actor_name = null where network_id = $1 and actor_id = $2::uuid;
update people.record_change set on_behalf_name = null where network_id = $1 and on_behalf_name = $2;
update people.import set created_by_name = null where network_id = $1 and created_by = $2::uuid;
update people.import set started_by_name = nullif(started_by_name, $1), started_for_name = nullif(started_for_name, $2) where network_id = $3 and $4 in (started_by_name, started_for_name);
update people.bulk_change set made_by_name = null where network_id = $1 and made_by = $2::uuid;
update people.bulk_change set undone_by_name = null where network_id = $1 and undone_by = $2::uuid;
delete from people.saved_filter where network_id = $1 and account_id = $2::uuid;

-- blankErasures
update people.erasure set declined_reason = null where network_id = $1 and person_id = any($2::uuid[]);

-- blankImportRows
update people.import_row r set cells = '[]', draft = null, problems = '[]', candidates = '[]', written = null where r.network_id = $1 and (r.subject_id = any($2::uuid[]) or ( concat(r.cells, r.draft, r.written, r.candidates, r.problems) ilike any($3::text[]) or exists (select from unnest($4::text[], $5::text[]) who(family, given) where concat(r.cells, r.draft, r.written, r.candidates, r.problems) ilike who.family and concat(r.cells, r.draft, r.written, r.candidates, r.problems) ilike who.given)));
update people.import_row r set candidates = '[]' where r.network_id = $1 and exists (select from unnest($2::uuid[]) gone where r.candidates::text like '%' || gone || '%');

-- blankMentions
update people.record_change r set changes = '[]' where r.network_id = $1 and ( r.changes::text ilike any($2::text[]) or exists (select from unnest($3::text[], $4::text[]) who(family, given) where r.changes::text ilike who.family and r.changes::text ilike who.given));
update people.change_request r set reason = $1 where r.network_id = $2 and ( r.reason ilike any($3::text[]) or exists (select from unnest($4::text[], $5::text[]) who(family, given) where r.reason ilike who.family and r.reason ilike who.given));
update people.employment r set leaving_note = null where r.network_id = $1 and ( r.leaving_note ilike any($2::text[]) or exists (select from unnest($3::text[], $4::text[]) who(family, given) where r.leaving_note ilike who.family and r.leaving_note ilike who.given));
update people.attestation r set note = null where r.network_id = $1 and ( r.note ilike any($2::text[]) or exists (select from unnest($3::text[], $4::text[]) who(family, given) where r.note ilike who.family and r.note ilike who.given));
update people.staff_unit r set note = null where r.network_id = $1 and ( r.note ilike any($2::text[]) or exists (select from unnest($3::text[], $4::text[]) who(family, given) where r.note ilike who.family and r.note ilike who.given));
update people.organisation_move r set reason = null where r.network_id = $1 and ( r.reason ilike any($2::text[]) or exists (select from unnest($3::text[], $4::text[]) who(family, given) where r.reason ilike who.family and r.reason ilike who.given));
update people.bulk_change_line r set written = '[]' where r.network_id = $1 and ( r.written::text ilike any($2::text[]) or exists (select from unnest($3::text[], $4::text[]) who(family, given) where r.written::text ilike who.family and r.written::text ilike who.given));
update people.import r set file_name = $1 where r.network_id = $2 and ( r.file_name ilike any($3::text[]) or exists (select from unnest($4::text[], $5::text[]) who(family, given) where r.file_name ilike who.family and r.file_name ilike who.given));

-- blankNotes
update people.employment set leaving_note = null, position = case when position_id is null then position end where network_id = $1 and person_id = any($2::uuid[]);
update people.education set institution = null, speciality = null where network_id = $1 and person_id = any($2::uuid[]);
update people.attestation set note = null where network_id = $1 and person_id = any($2::uuid[]);
update people.person_alias set undo = '{}' where network_id = $1 and (person_id = any($2::uuid[]) or old_person_id = any($3::uuid[]));

-- blankPersons
update people.person set family_name = $1, given_name = null, patronymic = null, name_key = '', sort_name = $2, search_words = '{}', account_id = null, email = null, phone = null, preferred_locale = null, name_locale = null, languages = '[]', photo_file = null, birth_date = case when "birth_date" > $3::date then "birth_date" else ($4::date - make_interval(months => (extract(year from age($5::date, "birth_date")) * 12 + extract(month from age($6::date, "birth_date")))::int / 6 * 6))::date end, library_since = case when "library_since" > $7::date then "library_since" else ($8::date - make_interval(months => (extract(year from age($9::date, "library_since")) * 12 + extract(month from age($10::date, "library_since")))::int / 6 * 6))::date end, profession_since = case when "profession_since" > $11::date then "profession_since" else ($12::date - make_interval(months => (extract(year from age($13::date, "profession_since")) * 12 + extract(month from age($14::date, "profession_since")))::int / 6 * 6))::date end, anonymised_at = $15, updated_at = $16, version = version + 1 where network_id = $17 and id = any($18::uuid[]) and anonymised_at is null;

-- countHeld
select (select count(*)::int from people.employment where network_id = $1 and person_id = any($2::uuid[])) as posts, (select count(*)::int from people.education where network_id = $3 and person_id = any($4::uuid[])) + (select count(*)::int from people.attestation where network_id = $5 and person_id = any($6::uuid[])) as learning, (select count(*)::int from people.record_change where network_id = $7 and subject_type = 'person' and subject_id = any($8::uuid[])) as changes, (select count(*)::int from people.card_view where network_id = $9 and person_id = any($10::uuid[])) as views;

-- deleteAbout
delete from people.person_name where network_id = $1 and person_id = any($2::uuid[]);
delete from people.change_request where network_id = $1 and person_id = any($2::uuid[]);
delete from people.record_change where network_id = $1 and subject_type = 'person' and subject_id = any($2::uuid[]);
delete from people.bulk_change_line where network_id = $1 and subject_id = any($2::uuid[]);
delete from people.card_view where network_id = $1 and person_id = any($2::uuid[]);
delete from people.not_duplicate where network_id = $1 and (first_id = any($2::uuid[]) or second_id = any($3::uuid[]));

-- deleteFilters
delete from people.saved_filter where network_id = $1 and id = any($2::uuid[]);

-- deleteUnusedWords
delete from people.search_word w where w.network_id = $1 and w.word = any($2::text[]) and not exists (select from people.person p where p.network_id = w.network_id and p.search_words @> array[w.word]) and not exists (select from people.organisation o where o.network_id = w.network_id and o.search_words @> array[w.word]) and not exists (select from people.position s where s.network_id = w.network_id and s.search_words @> array[w.word]) returning w.word;
delete from people.search_slip where network_id = $1 and word = any($2::text[]);

-- listSearchWordsOf
select distinct unnest(search_words) as word from people.person where network_id = $1 and id = any($2::uuid[]);

-- listSearchingFilters
select id, query from people.saved_filter where network_id = $1 and query like '%q=%';
