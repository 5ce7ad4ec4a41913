import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './people.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'people.person'>();

export async function updatePhoto(tx: Ctx, personId: string, fileId: string | null): Promise<void> {
  await on(tx.db).updateTable('people.person').set({ photo_file: fileId }).where('network_id', '=', tx.networkId).where('id', '=', personId).execute();
}

export async function clearPhotos(tx: Ctx): Promise<void> {
  await on(tx.db).updateTable('people.person').set({ photo_file: null }).where('network_id', '=', tx.networkId).where('photo_file', 'is not', null).execute();
}

/** Whose files are there although her record does not name them any more: it was erased, or a photo replaced. */
export async function listForgottenPhotos(ctx: Ctx, ownerType: string): Promise<string[]> {
  const { rows } = await sql<{ owner_id: string }>`
    select distinct f.owner_id from platform.stored_file f
    where f.network_id = ${ctx.networkId} and f.owner_type = ${ownerType}
      and not exists (select from people.person p where p.network_id = f.network_id and p.id::text = f.owner_id::text and p.photo_file = f.id)
    limit 1000`.execute(ctx.db);
  return rows.map((row) => row.owner_id);
}
