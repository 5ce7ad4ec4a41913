import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- For how long the mails of a run wait, so that it can be undone before anybody has received anything.
    alter table seminars.issuing_run add column deliver_in_minutes int not null default 0 check (deliver_in_minutes between 0 and 10080);
    -- For how many months a certificate of this event is valid; null: for good.
    alter table seminars.event add column certificate_months int check (certificate_months between 1 and 120);
  `.execute(db);
}
