import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create schema seminars;

    create table seminars.event (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      organisation_id uuid not null references people.organisation (id),
      form text not null check (form in ('seminar', 'webinar', 'practicum', 'conference', 'round_table', 'day_of_professional_development',
        'day_of_specialist', 'master_class', 'contest', 'methodical_visit', 'consultation')),
      title jsonb not null,
      summary jsonb not null default '{}',
      description jsonb not null default '{}',
      -- For the information letter: aim, requirements, contacts as text.
      letter jsonb not null default '{}',
      time_zone text not null,
      languages text[] not null,
      countries text[] not null,
      capacity int check (capacity between 1 and 100000),
      registration_opens_at timestamptz,
      registration_closes_at timestamptz,
      approval_required boolean not null default false,
      certificate_rule jsonb not null,
      contact_name text,
      contact_email text,
      state text not null default 'draft' check (state in ('draft', 'published', 'cancelled', 'completed')),
      published_at timestamptz,
      cancelled_at timestamptz,
      cancel_reason jsonb,
      rehearsal_of uuid references seminars.event (id) on delete cascade,
      -- Rehearsals: how far their own clock is from the real one.
      clock_offset_seconds bigint not null default 0,
      ics_sequence int not null default 0,
      first_start timestamptz,
      last_end timestamptz,
      created_by uuid,
      created_at timestamptz not null default now(),
      -- When anything that calendars show was last changed.
      changed_at timestamptz not null default now(),
      version int not null default 1,
      check (registration_closes_at is null or registration_opens_at is null or registration_closes_at > registration_opens_at)
    );
    create index event_list on seminars.event (network_id, state, first_start);

    -- A sitting: one connected stretch of time with a room of its own.
    create table seminars.session (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      event_id uuid not null references seminars.event (id) on delete cascade,
      title jsonb not null,
      starts_wall timestamp not null,
      ends_wall timestamp not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      position int not null,
      version int not null default 1,
      check (ends_at > starts_at)
    );
    create index session_event on seminars.session (network_id, event_id, position);

    create table seminars.section (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      event_id uuid not null references seminars.event (id) on delete cascade,
      title jsonb not null,
      hall text not null default '',
      position int not null,
      version int not null default 1
    );
    create index section_event on seminars.section (network_id, event_id, position);

    -- Speakers and moderators of an event, whether or not they have an account.
    create table seminars.contributor (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      event_id uuid not null references seminars.event (id) on delete cascade,
      name text not null check (length(name) between 2 and 120),
      name_key text not null,
      country text check (country ~ '^[A-Z]{2}$'),
      organisation text not null default '',
      post text not null default '',
      email text,
      certificate_locale text,
      certificate_name text,
      version int not null default 1,
      unique (network_id, event_id, name_key)
    );

    create table seminars.section_moderator (
      network_id uuid not null references people.network (id),
      section_id uuid not null references seminars.section (id) on delete cascade,
      contributor_id uuid not null references seminars.contributor (id) on delete cascade,
      position int not null default 0,
      primary key (network_id, section_id, contributor_id)
    );

    create table seminars.talk (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      event_id uuid not null references seminars.event (id) on delete cascade,
      session_id uuid not null references seminars.session (id) on delete cascade,
      section_id uuid references seminars.section (id) on delete set null,
      kind text not null default 'talk' check (kind in ('talk', 'opening', 'discussion', 'break', 'closing')),
      title jsonb not null,
      abstract jsonb not null default '{}',
      language text,
      interpretation text[] not null default '{}',
      country text,
      starts_wall timestamp not null,
      ends_wall timestamp not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      given boolean not null default true,
      version int not null default 1,
      check (ends_at > starts_at)
    );
    create index talk_event on seminars.talk (network_id, event_id, starts_at);

    create table seminars.talk_speaker (
      network_id uuid not null references people.network (id),
      talk_id uuid not null references seminars.talk (id) on delete cascade,
      contributor_id uuid not null references seminars.contributor (id) on delete cascade,
      position int not null default 0,
      primary key (network_id, talk_id, contributor_id)
    );

    -- A reading room that registers a list of people behind one connection.
    create table seminars.collective (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      event_id uuid not null references seminars.event (id) on delete cascade,
      contact_name text not null,
      contact_email text not null,
      organisation text not null,
      settlement text not null default '',
      country text not null check (country ~ '^[A-Z]{2}$'),
      locale text not null,
      -- The contact person states the right to give these names; the text version is kept.
      right_stated_at timestamptz not null,
      right_text_version text not null,
      -- The notice that the contact person herself read, and for how long after the event her address is kept.
      notice_version text,
      retention_days int not null default 365 check (retention_days between 1 and 3650),
      state text not null check (state in ('pending', 'confirmed', 'declined', 'cancelled')),
      decided_by uuid,
      decided_at timestamptz,
      declined_reason text,
      -- Sent twice by a form that hung: the same list.
      idempotency_key text,
      ics_sequence int not null default 0,
      told_sequence int not null default 0,
      reminded_at timestamptz,
      created_at timestamptz not null,
      cancelled_at timestamptz,
      erased_at timestamptz,
      version int not null default 1
    );
    create index collective_event on seminars.collective (network_id, event_id, created_at);
    create unique index collective_key on seminars.collective (network_id, event_id, idempotency_key) where idempotency_key is not null;

    create table seminars.registration (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      event_id uuid not null references seminars.event (id) on delete cascade,
      collective_id uuid references seminars.collective (id) on delete cascade,
      state text not null check (state in ('pending', 'confirmed', 'waiting', 'declined', 'cancelled')),
      -- As it shall be printed.
      name text not null check (length(name) between 1 and 120 or erased_at is not null),
      name_key text not null,
      -- Name, organisation and address in one Latin skeleton: found whatever the script of the question.
      search_key text not null default '',
      name_confirmed_at timestamptz,
      email text,
      country text not null check (country ~ '^[A-Z]{2}$'),
      organisation text not null default '',
      position text not null default '',
      role text not null default 'listener' check (role in ('listener', 'speaker', 'moderator', 'organiser')),
      certificate_locale text not null,
      mail_locale text not null,
      time_zone text,
      notice_version text,
      noticed_at timestamptz,
      person_id uuid references people.person (id),
      -- A calendar's SEQUENCE is that of the event plus this one; the second is how far the event's has been told by mail.
      ics_sequence int not null default 0,
      told_sequence int not null default 0,
      reminded_at timestamptz,
      waiting_since timestamptz,
      -- Its line in the list of a reading room.
      list_line int,
      -- The time of storage that the notice promised: days after the end of the event.
      retention_days int not null default 365 check (retention_days between 1 and 3650),
      idempotency_key text,
      -- How many recordings' views: the third number beside registered and present.
      viewed_recording_at timestamptz,
      created_at timestamptz not null,
      cancelled_at timestamptz,
      declined_reason text,
      -- Names and addresses are gone; country, state and minutes stay for the statistics.
      erased_at timestamptz,
      version int not null default 1
    );
    create unique index registration_once on seminars.registration (network_id, event_id, coalesce(lower(email), ''), name_key, coalesce(collective_id, '00000000-0000-0000-0000-000000000000'))
      where state not in ('cancelled', 'declined') and erased_at is null;
    create unique index registration_key on seminars.registration (network_id, event_id, idempotency_key) where idempotency_key is not null;
    create index registration_waiting on seminars.registration (network_id, event_id, waiting_since, id) where state = 'waiting';
    create index registration_event on seminars.registration (network_id, event_id, state, created_at, id);
    create index registration_email on seminars.registration (network_id, event_id, lower(email));
    create index registration_collective on seminars.registration (network_id, collective_id);

    -- Seats taken, one row an event: locking it is what keeps capacity true under concurrency.
    create table seminars.seat_count (
      network_id uuid not null references people.network (id),
      event_id uuid primary key references seminars.event (id) on delete cascade,
      taken int not null default 0 check (taken >= 0)
    );

    -- Why an organiser changed, declined or cancelled: free words, so they are erased with the registration and are not in the audit log.
    create table seminars.registration_note (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      registration_id uuid not null references seminars.registration (id) on delete cascade,
      at timestamptz not null,
      by_account uuid,
      act text not null,
      reason text not null check (length(reason) between 1 and 500)
    );
    create index registration_note_of on seminars.registration_note (network_id, registration_id, at);

    -- Sittings that invitations were sent for. One that left the programme is cancelled in the calendars of those who were told of it.
    create table seminars.told_session (
      network_id uuid not null references people.network (id),
      event_id uuid not null references seminars.event (id) on delete cascade,
      session_id uuid not null,
      title jsonb not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      -- The event's SEQUENCE at which it was found to be gone.
      removed_sequence int,
      primary key (network_id, event_id, session_id)
    );

    -- A person overrides the rule with a reason; append-only, the last line of somebody counts. 'rule' gives it back to the rule.
    create table seminars.certificate_decision (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      event_id uuid not null references seminars.event (id) on delete cascade,
      registration_id uuid references seminars.registration (id) on delete cascade,
      contributor_id uuid references seminars.contributor (id) on delete cascade,
      decision text not null check (decision in ('grant', 'refuse', 'rule')),
      reason text not null check (length(reason) between 3 and 500),
      decided_by uuid,
      decided_at timestamptz not null,
      check (num_nonnulls(registration_id, contributor_id) = 1)
    );
    create index certificate_decision_event on seminars.certificate_decision (network_id, event_id, id);

    -- One press of "issue": what was wanted; how far it is stands in platform.job.
    create table seminars.issuing_run (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      event_id uuid not null references seminars.event (id) on delete cascade,
      job_id uuid not null,
      -- Also to people who have not confirmed how their name is printed.
      unconfirmed_too boolean not null,
      started_by uuid,
      started_at timestamptz not null
    );
    create index issuing_run_event on seminars.issuing_run (network_id, event_id, id);
  `.execute(db);
}
