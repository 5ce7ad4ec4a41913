import type { Db, Tx } from '#server/platform/db.ts';
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
