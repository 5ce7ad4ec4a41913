import type { Db, Tx } from './db.ts';
import './platform.tables.ts';

/** Facts of the installation (not of a network): public address, aliases, the time of the last self-check. */
export async function readSetting<T>(db: Db | Tx, name: string): Promise<T | null> {
  const row = await db.selectFrom('platform.setting').select('value').where('name', '=', name).executeTakeFirst();
  return (row?.value as T | undefined) ?? null;
}

export async function writeSetting(db: Db | Tx, name: string, value: unknown, at: Date): Promise<void> {
  await db
    .insertInto('platform.setting')
    .values({ name, value: JSON.stringify(value), updated_at: at })
    .onConflict((on) => on.column('name').doUpdateSet({ value: JSON.stringify(value), updated_at: at }))
    .execute();
}
