import { sql, type Kysely } from 'kysely';

/** What a published test names or somebody has answered stays as it was read, also when a program forgets to ask. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create function assessment.keep_bound_version() returns trigger language plpgsql as $$
    begin
      if exists (select from assessment.test_item t where t.item_version_id = old.id) or exists (select from assessment.answer a where a.item_version_id = old.id) then
        raise exception 'a version that a published test or an answer names is not changed' using errcode = 'check_violation';
      end if;
      return new;
    end $$;
    create trigger item_version_bound before update on assessment.item_version for each row execute function assessment.keep_bound_version();
  `.execute(db);
}
