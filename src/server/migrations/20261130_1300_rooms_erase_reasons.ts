import { sql, type Kysely } from 'kysely';

/** Events of presence stay append-only, but for one thing: the words of a reason may be taken out when somebody named in them is erased. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create or replace function rooms.only_growing_stretches() returns trigger language plpgsql as $$
    begin
      if old.kind in ('heartbeat', 'here') and new.to_at >= old.to_at and new.beats >= old.beats
        and (new.id, new.network_id, new.room_id, new.attendee_id, new.kind, new.source, new.at, new.from_at, new.by_account)
          is not distinct from (old.id, old.network_id, old.room_id, old.attendee_id, old.kind, old.source, old.at, old.from_at, old.by_account)
      then return new; end if;
      if new.reason = '———' and to_jsonb(new) - 'reason' = to_jsonb(old) - 'reason' then return new; end if;
      raise exception 'presence events are append-only' using errcode = 'check_violation';
    end $$;
  `.execute(db);
}
