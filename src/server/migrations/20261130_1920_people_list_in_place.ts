import { sql, type Kysely } from 'kysely';

/**
 * Every person once under each organisation of her place, in the order of names: so a list below one organisation reads a page of an index
 * however many people there are. Kept by triggers, because whoever writes a name or a place would have to remember it.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table people.person_in_place (
      network_id uuid not null,
      person_id uuid not null,
      organisation_id uuid not null,
      sort_name text not null,
      is_working boolean not null,
      primary key (network_id, person_id, organisation_id)
    )
    -- The order is read from the index alone as long as pages are settled; after a large list is brought they should be so soon.
    with (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.02);
    -- Below one organisation everybody stands once: nothing is gained by remembering persons, as the planner would for few.
    alter table people.person_in_place alter column person_id set (n_distinct = -1);
    insert into people.person_in_place (network_id, person_id, organisation_id, sort_name, is_working)
      select distinct p.network_id, p.id, o, p.sort_name, p.is_working
      from people.person p cross join lateral unnest(p.place) o where p.anonymised_at is null;
    create index person_in_place_kk on people.person_in_place (network_id, organisation_id, sort_name collate "kk-x-icu", person_id) include (is_working);
    create index person_in_place_ru on people.person_in_place (network_id, organisation_id, sort_name collate "ru-x-icu", person_id) include (is_working);
    create index person_in_place_en on people.person_in_place (network_id, organisation_id, sort_name collate "en-x-icu", person_id) include (is_working);
    create index person_in_place_ky on people.person_in_place (network_id, organisation_id, sort_name collate "ky-x-icu", person_id) include (is_working);
    create index person_in_place_be on people.person_in_place (network_id, organisation_id, sort_name collate "be-x-icu", person_id) include (is_working);
    create index person_in_place_hy on people.person_in_place (network_id, organisation_id, sort_name collate "hy-x-icu", person_id) include (is_working);

    create function people.place_written_persons() returns trigger language plpgsql as $$
    begin
      insert into people.person_in_place (network_id, person_id, organisation_id, sort_name, is_working)
        select distinct w.network_id, w.id, o, w.sort_name, w.is_working
        from written w cross join lateral unnest(w.place) o where w.anonymised_at is null;
      return null;
    end $$;
    create trigger place_written_persons after insert on people.person
      referencing new table as written for each statement execute function people.place_written_persons();

    create function people.place_changed_persons() returns trigger language plpgsql as $$
    declare
      changed uuid[];
    begin
      select array_agg(w.id) into changed from written w join before b on b.id = w.id
        where (w.place, w.sort_name, w.is_working, w.anonymised_at is null) is distinct from (b.place, b.sort_name, b.is_working, b.anonymised_at is null);
      if changed is null then
        return null;
      end if;
      delete from people.person_in_place i using written w
        where w.id = any(changed) and i.network_id = w.network_id and i.person_id = w.id and (w.anonymised_at is not null or i.organisation_id <> all(w.place));
      insert into people.person_in_place as i (network_id, person_id, organisation_id, sort_name, is_working)
        select distinct w.network_id, w.id, o, w.sort_name, w.is_working
        from written w cross join lateral unnest(w.place) o where w.id = any(changed) and w.anonymised_at is null
        on conflict (network_id, person_id, organisation_id) do update set sort_name = excluded.sort_name, is_working = excluded.is_working
          where (i.sort_name, i.is_working) is distinct from (excluded.sort_name, excluded.is_working);
      return null;
    end $$;
    create trigger place_changed_persons after update on people.person
      referencing old table as before new table as written for each statement execute function people.place_changed_persons();

    create function people.take_away_persons() returns trigger language plpgsql as $$
    begin
      delete from people.person_in_place i using before b where i.network_id = b.network_id and i.person_id = b.id;
      return null;
    end $$;
    create trigger take_away_persons after delete on people.person
      referencing old table as before for each statement execute function people.take_away_persons();
  `.execute(db);
}
