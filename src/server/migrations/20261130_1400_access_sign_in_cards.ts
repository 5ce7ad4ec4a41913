import { sql, type Kysely } from 'kysely';

/** People without a mailbox of their own: accounts without an address, a name to sign in by, and cards with a one-time code. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table access.account alter column email drop not null;
    alter table access.session drop constraint session_method_check;
    alter table access.session add constraint session_method_check
      check (method in ('password', 'link', 'invitation', 'first_run', 'card', 'pin', 'single_sign_on'));

    -- The name as it stands on the card, and folded over scripts: of two people with one name the second has a number behind it.
    create table access.sign_in_name (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      person_id uuid not null references people.person (id),
      -- Whose account it opens; null until a card was used.
      account_id uuid unique references access.account (id) on delete cascade,
      name text not null,
      name_key text not null,
      number integer not null check (number > 0),
      created_at timestamptz not null,
      unique (name_key, number),
      unique (network_id, person_id)
    );

    create table access.sign_in_card (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      name_id uuid not null references access.sign_in_name (id) on delete cascade,
      -- The account the person had when it was printed: a card never opens another one.
      account_id uuid references access.account (id) on delete cascade,
      code_hash text not null unique,
      role text not null check (role in ('head', 'specialist')),
      organisation_id uuid not null references people.organisation (id),
      printed_by uuid,
      printed_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz,
      withdrawn_at timestamptz
    );
    create index sign_in_card_name on access.sign_in_card (name_id);
  `.execute(db);
}
