-- analyseImportRows
analyze people.import_row;

-- clearReadings
update people.import_row set verdict = null, draft = null, problems = '[]', candidates = '[]', subject_id = null, same_as_row = null, decided_by_hand = false where network_id = $1 and import_id = $2 and verdict is not null;

-- countProblems
select p->>'code' as code, p->'column'->>'letters' as letters, p->'column'->>'heading' as heading, p->>'severity' as severity, case when p->>'code' = any($1::text[]) then p->>'value' end as place, count(*)::int as n, min(row_number)::int as row from people.import_row, jsonb_array_elements(problems) p where network_id = $2 and import_id = $3 group by 1, 2, 3, 4, 5 order by 4, 6 desc, 1, 5 limit 300;

-- countVerdicts
select verdict, count(*)::int as n, count(*) filter (where jsonb_array_length(problems) > 0)::int as warned from people.import_row where network_id = $1 and import_id = $2 and verdict is not null group by verdict;

-- decideRest
update people.import_row set decided_by_hand = true, subject_id = case when $1 then (candidates->0->>'id')::uuid end, verdict = case when $2 then 'change' when draft->'post'->>'fromDate' is null then 'wrong' else 'new' end, problems = case when $3 or draft->'post'->>'fromDate' is not null then problems else problems || jsonb_build_object( 'row', row_number, 'column', null, 'value', '', 'code', 'cell.date_missing', 'severity', 'error', 'params', jsonb_build_object()) end where network_id = $4 and import_id = $5 and verdict = 'undecided';

-- decideRow
update "people"."import_row" set "verdict" = $1, "subject_id" = $2, "decided_by_hand" = $3 where "network_id" = $4 and "import_id" = $5 and "row_number" = $6 and "verdict" in ($7, $8, $9, $10);

-- deleteImport
delete from "people"."import" where "network_id" = $1 and "id" = $2;

-- deleteImportRows
delete from "people"."import_row" where "network_id" = $1 and "import_id" = $2;

-- findImport
select * from "people"."import" where "network_id" = $1 and "id" = $2 for update;

-- findTemplate
select "id", "name", "kind", "columns" from "people"."import_template" where "network_id" = $1 and md5(signature) = md5($2);

-- insertImport
insert into "people"."import" ("id", "network_id", "kind", "source", "file_name", "sheets", "sheet", "header", "settings", "counts", "damaged", "created_by", "created_by_name", "created_at") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- insertImportRows
insert into people.import_row (network_id, import_id, row_number, is_hidden, cells) select $1::uuid, $2::uuid, r."row", r.hidden, r.cells from jsonb_to_recordset($3::jsonb) as r ("row" int, hidden boolean, cells jsonb);

-- listForgettable
select "id" from "people"."import" where "network_id" = $1 and "forgotten_at" is null and "state" not in ($2, $3) and coalesce(done_at, created_at) < $4 limit $5;

-- listImportNames
select "id", "kind", "file_name", "created_by" from "people"."import" where "network_id" = $1 and id = any($2::uuid[]);

-- listImports
select "id", "kind", "source", "file_name", "sheet", "state", "counts", "created_by_name", "created_at", "done_at", "undone_at", "forgotten_at" from "people"."import" where "network_id" = $1 and "created_by" = $2 and "id" < $3 order by "id" desc limit $4;

-- listReadRows
select "row_number", "is_hidden", "cells", "verdict", "draft", "problems", "candidates", "subject_id", "same_as_row", "decided_by_hand", "written", "kept_because" from "people"."import_row" where "network_id" = $1 and "import_id" = $2 and "row_number" > $3 and "verdict" is not null and "verdict" = $4 order by "row_number" limit $5;

-- listStoredRows
select "row_number", "is_hidden", "cells" from "people"."import_row" where "network_id" = $1 and "import_id" = $2 and "row_number" > $3 order by "row_number" limit $4;

-- listTemplates
select "id", "kind", "name", "signature", "columns" from "people"."import_template" where "network_id" = $1 order by "name" limit $2;

-- listWritten
select "row_number", "written" from "people"."import_row" where "network_id" = $1 and "import_id" = $2 and "written" is not null order by "row_number" desc;

-- saveTemplateRow
delete from "people"."import_template" where "network_id" = $1 and ("name" = $2 or md5(signature) = md5($3));
insert into "people"."import_template" ("network_id", "kind", "name", "signature", "columns", "created_by", "created_at") values ($1, $2, $3, $4, $5, $6, $7);

-- updateImport
update "people"."import" set "kind" = $1, "state" = $2, "header" = $3, "settings" = $4, "counts" = $5, "sheet" = $6, "job_id" = $7, "started_by_name" = $8, "started_for_name" = $9, "done_at" = $10, "undone_at" = $11, "forgotten_at" = $12, "version" = "version" + $13 where "network_id" = $14 and "id" = $15;

-- updateReadings
update people.import_row r set verdict = v.verdict, draft = v.draft, problems = v.problems, candidates = v.candidates, subject_id = v."subjectId", same_as_row = v."sameAsRow", decided_by_hand = false from jsonb_to_recordset($1::jsonb) as v ("row" int, verdict text, draft jsonb, problems jsonb, candidates jsonb, "subjectId" uuid, "sameAsRow" int) where r.network_id = $2 and r.import_id = $3 and r.row_number = v."row";

-- updateWritten
update people.import_row r set written = v.written, verdict = coalesce(v.verdict, r.verdict), problems = case when v.problems is null then r.problems else r.problems || v.problems end, kept_because = v."keptBecause" from jsonb_to_recordset($1::jsonb) as v ("row" int, written jsonb, verdict text, problems jsonb, "keptBecause" text) where r.network_id = $2 and r.import_id = $3 and r.row_number = v."row";
