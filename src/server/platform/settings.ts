import type { Db, Tx } from './db.ts';
import './platform.tables.ts';

/** Facts of the installation (not of a network): public address, aliases, the time of the last self-check. */
export async function readSetting<T>(db: Db | Tx, name: string): Promise<T | null> {
  const row = await db.selectFrom('platform.setting').select('value').where('name', '=', name).executeTakeFirst();
  return (row?.value as T | undefined) ?? null;
}

/** Several at once; a name that was never written is absent. */
export async function readSettings<N extends string>(db: Db | Tx, names: readonly N[]): Promise<Partial<Record<N, unknown>>> {
  const rows = await db.selectFrom('platform.setting').select(['name', 'value']).where('name', 'in', names).execute();
  return Object.fromEntries(rows.map(({ name, value }) => [name, value])) as Partial<Record<N, unknown>>;
}

export async function writeSetting(db: Db | Tx, name: string, value: unknown, at: Date): Promise<void> {
  await db
    .insertInto('platform.setting')
    .values({ name, value: JSON.stringify(value), updated_at: at })
    .onConflict((on) => on.column('name').doUpdateSet({ value: JSON.stringify(value), updated_at: at }))
    .execute();
}
