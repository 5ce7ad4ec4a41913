import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- By which an organisation, and whatever stands below it, may give documents of qualification.
    create table credentials.licence (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      organisation_id uuid not null references people.organisation (id),
      number text not null check (length(number) between 1 and 60),
      issued_by text not null check (length(issued_by) between 1 and 250),
      issued_on date not null,
      -- Its last day; null: for good.
      valid_until date,
      -- The first day on which it was withdrawn or ended otherwise.
      ended_on date,
      created_by uuid,
      created_at timestamptz not null,
      check (valid_until is null or valid_until >= issued_on),
      check (ended_on is null or ended_on >= issued_on)
    );
    create index licence_organisation on credentials.licence (network_id, organisation_id);

    alter table credentials.issue
      -- What the paper is before the law of the issuer's country, judged at issuing.
      add column legal_status text not null default 'participation' check (legal_status in ('participation', 'professional_development', 'retraining')),
      add column licence_id uuid references credentials.licence (id),
      add constraint issue_licensed check (legal_status = 'participation' or licence_id is not null);
  `.execute(db);
}
