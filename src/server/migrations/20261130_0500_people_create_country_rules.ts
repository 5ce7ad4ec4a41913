import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table people.country_rule (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      country text not null check (country ~ '^[A-Z]{2}$'),
      rule text not null check (rule ~ '^[a-z][a-z_]{1,40}$'),
      value jsonb not null,
      mark text not null check (mark in ('S', 'V', 'M', 'D')),
      kind text check (kind in ('L', 'O', 'P', 'C')),
      source text,
      valid_from date,
      valid_to date,
      note text,
      changed_by uuid,
      created_at timestamptz not null default now(),
      -- Nothing is overwritten: a correction closes the row and adds another.
      closed_at timestamptz,
      closed_by uuid,
      check (valid_to is null or valid_from is null or valid_to >= valid_from),
      check ((mark = 'S') = (kind is not null)),
      check (mark <> 'S' or source is not null)
    );
    create index country_rule_history on people.country_rule (network_id, country, rule, id);
    -- Of the versions that stand, one at most begins on a day, and one at most ends on none: two can never both be the last word.
    create unique index country_rule_one_beginning on people.country_rule (network_id, country, rule, coalesce(valid_from, '-infinity'::date)) where closed_at is null;
    create unique index country_rule_one_open on people.country_rule (network_id, country, rule) where closed_at is null and valid_to is null;
  `.execute(db);
}
