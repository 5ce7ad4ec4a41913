import { sql, type Kysely } from 'kysely';

/** How long a network keeps a kind of data, where it differs from what is shipped. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table people.retention_rule (
      network_id uuid not null references people.network (id),
      kind text not null check (length(kind) <= 60),
      -- Null: never removed by itself.
      days int check (days between 1 and 36500),
      changed_by uuid,
      changed_at timestamptz not null,
      primary key (network_id, kind)
    );
  `.execute(db);
}
