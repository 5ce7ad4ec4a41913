import { sql, type Kysely } from 'kysely';

/** One digest a day for a person over all her networks; and what a mail that waits has to know of its reader. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    delete from access.digest d using access.digest e
      where e.account_id = d.account_id and e.day = d.day and e.id <> d.id
        and ((e.state = 'sent' and d.state <> 'sent') or ((e.state = 'sent') = (d.state = 'sent') and e.id < d.id));
    alter table access.digest drop column network_id;
    drop index access.digest_of;
    alter table access.digest add unique (account_id, day);
    alter table access.digest drop constraint digest_state_check;
    alter table access.digest add constraint digest_state_check check (state in ('waiting', 'sent', 'nothing', 'same', 'off', 'late'));

    alter table platform.mail_message add column needed_by timestamptz;
    alter table platform.mail_message add column time_zone text check (length(time_zone) <= 60);
  `.execute(db);
}
