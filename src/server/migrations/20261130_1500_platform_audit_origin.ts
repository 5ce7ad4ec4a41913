import { sql, type Kysely } from 'kysely';

/**
 * Where a deed came from: the session or token, and of accounts the address and the browser as the sign-in journal keeps them. What was
 * changed in a record names its line of the audit, so that both are read together.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table platform.audit_entry
      add column session_id uuid,
      add column token_id uuid,
      add column source text,
      add column user_agent text;
    drop index platform.audit_entry_at;
    create index audit_entry_at on platform.audit_entry (network_id, at desc, id desc);
    create index audit_entry_actor on platform.audit_entry (network_id, actor_id, at desc, id desc) where actor_id is not null;

    alter table people.record_change add column audit_id uuid;
    create index record_change_audit on people.record_change (network_id, audit_id) where audit_id is not null;
    update people.record_change c set audit_id = (
      select e.id from platform.audit_entry e
      where e.network_id = c.network_id and e.subject_type = c.subject_type and e.subject_id = c.subject_id::text and e.act = c.act
        and e.at between c.at - interval '1 second' and c.at + interval '1 second'
      order by abs(extract(epoch from e.at - c.at)), e.id limit 1);
  `.execute(db);
}
