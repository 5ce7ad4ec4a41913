import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- How the certificates of one run look: a template by its id, \`own\` our design; null: what the organisation chose for the kind.
    alter table seminars.issuing_run add column template text check (template ~ '^(own|[0-9a-f-]{36})$');
  `.execute(db);
}
