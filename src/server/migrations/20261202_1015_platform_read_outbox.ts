import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- How far each reader that must miss nothing has read the outbox; see outbox-reader.ts.
    create table platform.outbox_position (
      reader text primary key check (reader ~ '^[a-z_]+\\.[a-z_]+$'),
      xid xid8 not null,
      seq bigint not null
    );
  `.execute(db);
}
