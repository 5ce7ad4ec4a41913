import { networkOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { findMailSettings, findWorkPlace, type MailSettingsRow } from './mail-settings.queries.ts';
import { firstLoud } from './quiet-hours.ts';

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

export interface MailHabits extends MailSettings {
  /** The clocks that count. */
  timeZone: string;
  /** Whose holidays are kept. */
  country: string;
}

/** When somebody reads mails in the network of the context, by whose clocks and holidays. */
export async function mailHabits(ctx: Ctx, accountId: string): Promise<MailHabits> {
  const [row, place, network] = [await findMailSettings(ctx.db, accountId), await findWorkPlace(ctx, accountId), await networkOf(ctx)];
  const settings = toSettings(row ?? DEFAULTS);
  return { ...settings, timeZone: settings.zone ?? place?.time_zone ?? network.timeZone, country: place?.country ?? network.country };
}

/** The first moment from now on at which a mail that is not urgent may reach the account. */
export async function notBefore(ctx: Ctx, accountId: string): Promise<Date> {
  const { timeZone, quietFrom, quietUntil } = await mailHabits(ctx, accountId);
  return firstLoud(ctx.clock.now(), timeZone, { from: quietFrom, until: quietUntil });
}
