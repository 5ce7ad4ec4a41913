import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- A link by which its holder shows one certificate to somebody, until its day or until she takes it back.
    create table credentials.share (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      issue_id uuid not null references credentials.issue (id) on delete cascade,
      -- For whom, as its holder notes it for herself.
      label text not null check (length(label) between 1 and 100),
      created_at timestamptz not null,
      expires_at timestamptz not null,
      withdrawn_at timestamptz,
      -- How often it was opened; by whom is nobody's business.
      opened int not null default 0,
      opened_at timestamptz
    );
    create index issue_mail_address on credentials.issue (network_id, lower(mail_address)) where mail_address is not null;
    create index share_issue on credentials.share (network_id, issue_id);
  `.execute(db);
}
