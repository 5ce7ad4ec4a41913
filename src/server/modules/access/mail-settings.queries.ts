import { sql } from 'kysely';
import type { Db, Tx } from '#server/platform/db.ts';
import type { Ctx } from '#server/platform/context.ts';
import './access.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'access.mail_settings'>();

export interface MailSettingsRow {
  digest: boolean;
  digest_hour: number;
  quiet_from: number;
  quiet_until: number;
  time_zone: string | null;
}

export async function findMailSettings(db: Db | Tx, accountId: string): Promise<MailSettingsRow | undefined> {
  return on(db).selectFrom('access.mail_settings').select(['digest', 'digest_hour', 'quiet_from', 'quiet_until', 'time_zone']).where('account_id', '=', accountId).executeTakeFirst();
}

export async function writeMailSettings(db: Db | Tx, accountId: string, row: MailSettingsRow, now: Date): Promise<void> {
  const values = { ...row, updated_at: now };
  await on(db)
    .insertInto('access.mail_settings')
    .values({ account_id: accountId, ...values })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
    .execute();
}

/** Where somebody works, as far as the registry of the network knows it: its clocks and its holidays. */
export async function findWorkPlace(ctx: Ctx, accountId: string): Promise<{ time_zone: string; country: string } | undefined> {
  const { rows } = await sql<{ time_zone: string; country: string }>`
    select o.time_zone, o.country from people.person_card p
    join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = p.organisation_id
    where p.network_id = ${ctx.networkId} and p.account_id = ${accountId}::uuid and p.person_id = p.canonical_id limit 1`.execute(ctx.db);
  return rows[0];
}
