import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { PictureKind } from './templates.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'credentials.template_picture'>();

export interface PictureRow {
  id: string;
  organisation_id: string;
  organisation_path: string[];
  organisation_name: LocalizedText;
  kind: PictureKind;
  name: string;
  width: number;
  height: number;
  byte_size: number;
  media_type: 'image/png' | 'image/jpeg';
  created_at: Date;
  /** How many versions of templates show it. */
  used: number;
}

const COLUMNS = sql`p.id, p.organisation_id, o.path as organisation_path, o.name as organisation_name, p.kind, p.name, p.width, p.height, p.byte_size, p.media_type, p.created_at,
  (select count(*)::int from credentials.template_version_picture u where u.network_id = p.network_id and u.picture_id = p.id) as used`;
const JOINS = sql`credentials.template_picture p join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = p.organisation_id`;

/** Pictures of organisations within the scope, newest first. */
export async function listPictures(ctx: Ctx, scope: 'network' | readonly string[], limit: number): Promise<PictureRow[]> {
  const { rows } = await sql<PictureRow>`select ${COLUMNS} from ${JOINS}
    where p.network_id = ${ctx.networkId} and (${scope === 'network'} or o.path && ${scope === 'network' ? [] : [...scope]}::uuid[])
    order by p.id desc limit ${limit}`.execute(ctx.db);
  return rows;
}

/** Pictures that stand at these organisations themselves. */
export async function listPicturesAt(ctx: Ctx, organisationIds: readonly string[]): Promise<PictureRow[]> {
  const { rows } = await sql<PictureRow>`select ${COLUMNS} from ${JOINS}
    where p.network_id = ${ctx.networkId} and p.organisation_id = any(${[...organisationIds]}::uuid[]) order by p.kind, p.name, p.id`.execute(ctx.db);
  return rows;
}

export async function findPicture(ctx: Ctx, id: string): Promise<PictureRow | undefined> {
  const { rows } = await sql<PictureRow>`select ${COLUMNS} from ${JOINS} where p.network_id = ${ctx.networkId} and p.id = ${id}`.execute(ctx.db);
  return rows[0];
}

export async function insertPicture(tx: Ctx, row: Pick<PictureRow, 'id' | 'organisation_id' | 'kind' | 'name' | 'width' | 'height' | 'byte_size' | 'media_type'> & { by: string | null }): Promise<void> {
  const { by, ...columns } = row;
  await on(tx.db).insertInto('credentials.template_picture').values({ ...columns, network_id: tx.networkId, created_at: tx.clock.now(), created_by: by }).execute();
}

/** True when it is gone; false when a version has come to show it. */
export async function deletePicture(tx: Ctx, id: string): Promise<boolean> {
  const result = await on(tx.db)
    .deleteFrom('credentials.template_picture')
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where(sql<boolean>`not exists (select from credentials.template_version_picture u where u.network_id = credentials.template_picture.network_id and u.picture_id = credentials.template_picture.id)`)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}
