import { sql, type Kysely } from 'kysely';

/** Programs of others that are told when something happens, and what was sent to them. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table access.webhook (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      name text not null check (length(name) between 1 and 80),
      url text not null check (length(url) <= 500),
      events text[] not null check (cardinality(events) > 0),
      -- on: is told; off: by hand; failing: switched off by itself, after a day without one delivery.
      state text not null default 'on' check (state in ('on', 'off', 'failing')),
      -- Its secret is derived from the installation's key with this number; a renewed one has the next.
      secret_no int not null default 1,
      created_by uuid,
      created_at timestamptz not null,
      -- The last time it took a message, and since when it takes none.
      delivered_at timestamptz,
      failing_since timestamptz,
      version int not null default 1
    );
    create index webhook_of on access.webhook (network_id, state);

    create table access.webhook_delivery (
      -- Is sent as webhook-id: the same for every try.
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      webhook_id uuid not null references access.webhook (id) on delete cascade,
      -- Number of the outbox event; null: a test.
      event_seq bigint,
      event text not null,
      data jsonb not null,
      occurred_at timestamptz not null,
      -- waiting: for its next try; sending: a worker is at it; delivered; failed: no more tries.
      state text not null default 'waiting' check (state in ('waiting', 'sending', 'delivered', 'failed')),
      tries int not null default 0,
      next_at timestamptz,
      sent_at timestamptz,
      status int,
      fault text,
      took_ms int,
      created_at timestamptz not null
    );
    create unique index webhook_delivery_once on access.webhook_delivery (webhook_id, event_seq) where event_seq is not null;
    create index webhook_delivery_of on access.webhook_delivery (network_id, webhook_id, id desc);
    create index webhook_delivery_due on access.webhook_delivery (next_at) where state in ('waiting', 'sending');

    -- How far the outbox was read for webhooks; one row, made when it is first read. Numbers of transactions mean nothing elsewhere: not part of a move.
    create table access.webhook_position (
      one boolean primary key default true check (one),
      xid xid8 not null,
      seq bigint not null
    );
  `.execute(db);
}
