import { sql, type Kysely } from 'kysely';

/** Roles lent to a deputy for a time; sessions that act by them; and in whose place something was done. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table access.delegation (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      from_account_id uuid not null references access.account (id) on delete cascade,
      to_account_id uuid not null references access.account (id) on delete cascade,
      -- The roles lent, as they were given to the giver: when one ends, so does what was lent of it.
      assignment_ids uuid[] not null check (cardinality(assignment_ids) > 0),
      valid_from timestamptz not null,
      valid_to timestamptz not null,
      created_at timestamptz not null,
      ended_at timestamptz,
      check (from_account_id <> to_account_id),
      check (valid_from < valid_to)
    );
    create index delegation_from on access.delegation (network_id, from_account_id);
    create index delegation_to on access.delegation (network_id, to_account_id);

    alter table access.session add column delegation_id uuid references access.delegation (id) on delete set null;
    alter table platform.audit_entry add column on_behalf_of text;
  `.execute(db);
}
