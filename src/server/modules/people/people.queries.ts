import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './people.tables.ts';

type OwnTables = 'people.network';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface NetworkRow {
  id: string;
  slug: string;
  name: LocalizedText;
  country: string;
  default_locale: string;
  time_zone: string;
  data_location: LocalizedText;
  is_demo: boolean;
  is_default: boolean;
  photos: boolean;
  version: number;
}

const NETWORK = ['id', 'slug', 'name', 'country', 'default_locale', 'time_zone', 'data_location', 'is_demo', 'is_default', 'photos', 'version'] as const;

/** All networks of the installation: the one list that spans networks, read at the door of every request. */
export async function listNetworks(db: Db | Tx): Promise<NetworkRow[]> {
  return on(db).selectFrom('people.network').select(NETWORK).orderBy('created_at').execute();
}

export async function insertNetwork(
  db: Db | Tx,
  row: { slug: string; name: LocalizedText; country: string; defaultLocale: string; timeZone: string; dataLocation: LocalizedText; isDemo: boolean; isDefault: boolean },
): Promise<string> {
  const made = await on(db)
    .insertInto('people.network')
    .values({
      slug: row.slug,
      name: JSON.stringify(row.name),
      country: row.country,
      default_locale: row.defaultLocale,
      time_zone: row.timeZone,
      data_location: JSON.stringify(row.dataLocation),
      is_demo: row.isDemo,
      is_default: row.isDefault,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

/** False when the network was changed since it was read. */
export async function updateNetworkDataLocation(ctx: Ctx, text: LocalizedText, version: number): Promise<boolean> {
  const result = await on(ctx.db)
    .updateTable('people.network')
    .set((eb) => ({ data_location: JSON.stringify(text), version: eb('version', '+', 1) }))
    .where('id', '=', ctx.networkId)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function updateNetworkPhotos(ctx: Ctx, photos: boolean): Promise<void> {
  await on(ctx.db).updateTable('people.network').set((eb) => ({ photos, version: eb('version', '+', 1) })).where('id', '=', ctx.networkId).execute();
}
