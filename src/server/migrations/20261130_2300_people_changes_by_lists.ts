import { sql, type Kysely } from 'kysely';

/**
 * What a list changed names the list; and of a list it is known who had it written or taken back, who need not be who brought it. Lines
 * of lists that can still be taken back learn theirs: of several lists the one that was done soonest after the line.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table people.import
      add column started_by_name text,
      add column started_for_name text;

    alter table people.record_change add column import_id uuid references people.import (id);
    create index record_change_import on people.record_change (import_id) where import_id is not null;
    update people.record_change c set import_id = found.import_id
    from (
      select distinct on (l.id) l.id, r.import_id
      from people.record_change l
      join people.import_row r on r.network_id = l.network_id and r.written->>'subjectId' = l.subject_id::text
      join people.import i on i.network_id = r.network_id and i.id = r.import_id
      where l.act in ('person.imported', 'organisation.imported') and i.done_at >= l.at
      order by l.id, i.done_at
    ) found
    where found.id = c.id;
  `.execute(db);
}
