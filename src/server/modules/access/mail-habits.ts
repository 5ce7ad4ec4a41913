import { networkOf, networksFrom, type Network } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { PatientMail, Platform } from '#server/platform/platform.ts';
import { findMailSettings, type MailSettingsRow } from './mail-settings.queries.ts';
import { firstLoud, quietUntil, type QuietHours } from './quiet-hours.ts';
import { listReaders, listSeats } from './seats.queries.ts';

export interface MailSettings {
  digest: boolean;
  hour: number;
  quietFrom: number;
  quietUntil: number;
  zone: string | null;
}

/** Of who has not said anything else: in the morning, and not at night. */
export const DEFAULTS: MailSettingsRow = { digest: true, digest_hour: 8, quiet_from: 21, quiet_until: 8, time_zone: null };

export const toSettings = (row: MailSettingsRow): MailSettings => ({ digest: row.digest, hour: row.digest_hour, quietFrom: row.quiet_from, quietUntil: row.quiet_until, zone: row.time_zone });

/** The default network before the others: the order in which they count. */
export const ordered = (networks: readonly Network[]): Network[] => networks.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault));

/** The networks to which an account belongs, that at home first, with the zone at home; of who belongs to none nothing. */
export async function homesOf(ctx: Ctx, accountId: string): Promise<{ zone: string | null; networks: Network[] }> {
  const all = ordered(await networksFrom(ctx));
  const seats = await listSeats(ctx.db, all, accountId, ctx.clock.now());
  const ids = [...new Set(seats.map(({ network_id: id }) => id))];
  return { zone: seats[0]?.time_zone ?? null, networks: ids.flatMap((id) => all.find((network) => network.id === id) ?? []) };
}

export interface MailHabits extends MailSettings {
  /** The clocks that count: the zone chosen, else that of the place of work, else that of the network. */
  timeZone: string;
  placeZone: string;
}

/** When somebody reads mails, and by whose clocks. */
export async function mailHabits(ctx: Ctx, accountId: string): Promise<MailHabits> {
  const [row, home] = [await findMailSettings(ctx.db, accountId), await homesOf(ctx, accountId)];
  const settings = toSettings(row ?? DEFAULTS);
  const placeZone = home.zone ?? (await networkOf(ctx)).timeZone;
  return { ...settings, placeZone, timeZone: settings.zone ?? placeZone };
}

/**
 * Until when mails wait that nobody asked for this minute: by the quiet hours of the account whose address it is, else by the usual ones in
 * the zone that the mail names, else in that of its network. One query, however many there are. A demonstration shows its mails at once.
 */
async function waitingTimes(ctx: Ctx, mails: readonly PatientMail[]): Promise<(Date | null)[]> {
  if (ctx.platform.config.demo) return mails.map(() => null);
  const now = ctx.clock.now();
  const networks = ordered(await networksFrom(ctx));
  const readers = new Map((await listReaders(ctx.db, networks, [...new Set(mails.map(({ to }) => to.toLowerCase()))], now)).map((row) => [row.address, row]));
  const networkZone = networks.find(({ id }) => id === ctx.networkId)?.timeZone ?? 'UTC';
  const ends = new Map<string, Date>();
  return mails.map(({ to, zone, neededBy }) => {
    const reader = readers.get(to.toLowerCase());
    const clocks = reader?.time_zone ?? zone ?? networkZone;
    const hours: QuietHours = { from: reader?.quiet_from ?? DEFAULTS.quiet_from, until: reader?.quiet_until ?? DEFAULTS.quiet_until };
    const key = `${clocks} ${hours.from} ${hours.until}`;
    // Thousands of participants live in a handful of zones.
    const end = ends.get(key) ?? firstLoud(now, clocks, hours);
    ends.set(key, end);
    return quietUntil(now, end, neededBy);
  });
}

export function registerQuietHours(platform: Platform): void {
  platform.mailer.quietUntil = waitingTimes;
}
