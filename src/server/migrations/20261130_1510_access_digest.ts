import { sql, type Kysely } from 'kysely';

/** When people want mails that are not urgent, the one digest a day, and mails that wait for an hour that is not quiet. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table access.mail_settings (
      account_id uuid primary key references access.account (id) on delete cascade,
      digest boolean not null default true,
      digest_hour smallint not null default 8 check (digest_hour between 0 and 23),
      -- Equal: no quiet hours.
      quiet_from smallint not null default 21 check (quiet_from between 0 and 23),
      quiet_until smallint not null default 8 check (quiet_until between 0 and 23),
      -- Null: that of the place of work, else that of the network.
      time_zone text check (length(time_zone) <= 60),
      updated_at timestamptz not null
    );

    -- One row a person and day says that the day was looked at, whatever came of it: nobody gets two mails.
    create table access.digest (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      account_id uuid not null references access.account (id) on delete cascade,
      day date not null,
      state text not null default 'waiting' check (state in ('waiting', 'sent', 'nothing', 'same', 'off')),
      -- Of what it told: the next one is sent only when it differs.
      told text,
      created_at timestamptz not null,
      unique (network_id, account_id, day)
    );
    create index digest_of on access.digest (account_id);

    alter table platform.mail_message add column not_before timestamptz;
  `.execute(db);
}
