import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table credentials.issue
      -- When it first went to anybody: by mail, as a file, or behind its link. Until then it can be annulled.
      add column given_at timestamptz,
      -- What was issued in one go, by the id that whoever did it gave.
      add column batch_id uuid,
      -- The line whose validity this one prolongs; both stay in the register.
      add column renews_id uuid references credentials.issue (id),
      -- When its holder was told that it will expire.
      add column reminded_at timestamptz,
      add constraint issue_annulled_unseen check (annulled_at is null or given_at is null);
    update credentials.issue i set given_at = p.first_given_at
      from (select issue_id, min(first_given_at) as first_given_at from credentials.paper group by 1) p
      where p.issue_id = i.id and i.annulled_at is null;
    create index issue_batch on credentials.issue (network_id, batch_id) where batch_id is not null;
    create index issue_expires on credentials.issue (valid_until) where valid_until is not null and revoked_at is null and reminded_at is null;

    drop index credentials.issue_once;
    create unique index issue_once on credentials.issue (network_id, source_type, source_id, kind) where revoked_at is null and renews_id is null;
    create unique index issue_renewed_once on credentials.issue (renews_id) where renews_id is not null and revoked_at is null;

    -- What was annulled was never anybody's, and a renewal speaks of the same deed once more: whoever asks what was issued means neither.
    create or replace view credentials.issue_card as
      select network_id, id as issue_id, organisation_id, kind, number, series, holder_name, locale, source_type, source_id, issued_at, revoked_at
      from credentials.issue where annulled_at is null and renews_id is null;
  `.execute(db);
}
