import { localisePath, type Locale } from '#lib/i18n/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { audit } from '#server/platform/audit.ts';
import { conflict, invalid, notFound } from '#server/platform/errors.ts';
import { isUniqueViolation } from '#server/platform/db.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { insertNetwork, listNetworks, updateNetworkDataLocation, updateNetworkPhotos, type NetworkRow } from './people.queries.ts';

export interface Network {
  id: string;
  slug: string;
  name: LocalizedText;
  country: string;
  defaultLocale: Locale;
  timeZone: string;
  dataLocation: LocalizedText;
  isDemo: boolean;
  isDefault: boolean;
  /** Whether cards may show photos. */
  photos: boolean;
  version: number;
}

const CACHE_MS = 5_000;
const caches = new WeakMap<Platform, { at: number; networks: Network[] }>();

function toNetwork(row: NetworkRow): Network {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    country: row.country,
    defaultLocale: row.default_locale as Locale,
    timeZone: row.time_zone,
    dataLocation: row.data_location,
    isDemo: row.is_demo,
    isDefault: row.is_default,
    photos: row.photos,
    version: row.version,
  };
}

/** All networks; kept for five seconds, since every request asks and they change a few times a year. */
export async function networksOf(platform: Platform): Promise<Network[]> {
  const known = caches.get(platform);
  const now = platform.clock.now().getTime();
  if (known && now - known.at < CACHE_MS && known.networks.length > 0) return known.networks;
  const networks = (await listNetworks(platform.db)).map(toNetwork);
  caches.set(platform, { at: now, networks });
  return networks;
}

/**
 * All networks. Inside a transaction they are read over that transaction's own connection: asking the pool for a second one while all are
 * held by waiting transactions would stop them for ever.
 */
export async function networksFrom(ctx: Ctx): Promise<Network[]> {
  const known = caches.get(ctx.platform);
  const fresh = known && ctx.platform.clock.now().getTime() - known.at < CACHE_MS;
  if (fresh) return known.networks;
  return ctx.inTx ? (await listNetworks(ctx.db)).map(toNetwork) : networksOf(ctx.platform);
}

/** The network of the context. Error: `page.not_found`. */
export async function networkOf(ctx: Ctx): Promise<Network> {
  const network = (await networksFrom(ctx)).find(({ id }) => id === ctx.networkId);
  if (!network) throw notFound();
  return network;
}

/** The public address of a page in the network of the context, for mails and papers: `path` begins with a slash and has no prefix. */
export async function publicUrl(ctx: Ctx, path: string, locale: Locale): Promise<string> {
  const { isDefault, slug } = await networkOf(ctx);
  return ctx.platform.publicAddress() + localisePath(path, { locale, network: isDefault ? null : slug });
}

/** The network a request belongs to: the one named in its path, else the default one; null when there is none (yet). */
export async function findNetwork(platform: Platform, slug: string | null): Promise<Network | null> {
  const networks = await networksOf(platform);
  if (slug !== null) return networks.find((network) => network.slug === slug) ?? null;
  return networks.find((network) => network.isDefault) ?? networks[0] ?? null;
}

/** Creates a network. Only the first run, seeds and the command line do this. Error: `slug.taken`. */
export async function createNetwork(
  ctx: Ctx,
  input: { slug: string; name: LocalizedText; country: string; defaultLocale: Locale; timeZone: string; dataLocation: LocalizedText; isDemo?: boolean; isDefault?: boolean },
): Promise<string> {
  if (ctx.actor.kind !== 'system') throw notFound();
  try {
    return await inTransaction(ctx, async (tx) => {
      const id = await insertNetwork(tx.db, { ...input, isDemo: input.isDemo ?? false, isDefault: input.isDefault ?? false });
      await audit({ ...tx, networkId: id }, { act: 'network.created', subjectType: 'network', subjectId: id });
      tx.afterCommit.push(() => caches.delete(ctx.platform));
      return id;
    });
  } catch (error) {
    if (isUniqueViolation(error, 'network_slug_key')) throw invalid('slug', 'slug.taken');
    throw error;
  }
}

/** Writes where the network's data lie; the caller has checked the right. Error: `record.changed_meanwhile`. */
export async function updateDataLocation(tx: Ctx, text: LocalizedText, version: number): Promise<void> {
  if (!(await updateNetworkDataLocation(tx, text, version))) throw conflict();
  tx.afterCommit.push(() => caches.delete(tx.platform));
}

/** Whether cards may show photos; the caller has checked the right, and erases them where they are switched off. */
export async function updatePhotosShown(tx: Ctx, photos: boolean): Promise<void> {
  await updateNetworkPhotos(tx, photos);
  tx.afterCommit.push(() => caches.delete(tx.platform));
}
