import { sql, type Kysely } from 'kysely';
import { searchWords } from '../modules/people/index.ts';

type Row = { id: string; texts: string[] };

/** Events, talks and certificates are found by their words in any script, as people are. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table seminars.event add column search_key text not null default '';
    alter table seminars.talk add column search_key text not null default '';
    alter table credentials.issue add column search_key text not null default '';
  `.execute(db);
  const fill = async (table: 'seminars.event' | 'seminars.talk' | 'credentials.issue', texts: ReturnType<typeof sql>) => {
    const { rows } = await sql<Row>`select id, ${texts} as texts from ${sql.table(table)}`.execute(db);
    for (let from = 0; from < rows.length; from += 1000) {
      const keys = rows.slice(from, from + 1000).map(({ id, texts: written }) => ({ id, key: [...new Set(written.flatMap((text) => searchWords(text)))].join(' ') }));
      await sql`
        update ${sql.table(table)} t set search_key = k.key from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k (id uuid, key text)
        where t.id = k.id`.execute(db);
    }
  };
  const titles = sql`array(select written.value ->> 'text' from jsonb_each(title) written)`;
  await fill('seminars.event', titles);
  await fill('seminars.talk', titles);
  await fill('credentials.issue', sql`array[number, holder_name]`);
  await sql`
    create index event_words on seminars.event using gin (search_key gin_trgm_ops);
    create index talk_words on seminars.talk using gin (search_key gin_trgm_ops);
    create index contributor_words on seminars.contributor using gin (name_key gin_trgm_ops);
    create index registration_words on seminars.registration using gin (search_key gin_trgm_ops);
    create index issue_words on credentials.issue using gin (search_key gin_trgm_ops);
  `.execute(db);
}
