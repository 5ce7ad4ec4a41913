import { z } from 'zod';
import { numberAnswer } from '#lib/forms/index.ts';
import { isZone } from '#lib/i18n/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/errors.ts';
import { tick } from '#server/platform/fields.ts';
import { ownerOf } from './account.service.ts';
import { readLink } from './links.service.ts';
import { findMailSettings, findWorkPlace, writeMailSettings, type MailSettingsRow } from './mail-settings.queries.ts';
import { firstLoud, isQuiet } from './quiet-hours.ts';

const hour = () => numberAnswer().pipe(z.number().int('number.whole').min(0).max(23));

export const MailSettingsInput = z.object({
  digest: tick,
  hour: hour(),
  quietFrom: hour(),
  quietUntil: hour(),
  /** Empty: that of the place of work. */
  zone: z
    .string()
    .max(60)
    .optional()
    .transform((zone) => zone || null)
    .refine((zone) => zone === null || isZone(zone), 'choice.missing'),
});

export interface MailSettings {
  digest: boolean;
  hour: number;
  quietFrom: number;
  quietUntil: number;
  zone: string | null;
}

/** Of who has not said anything else: in the morning, and not at night. */
const DEFAULTS: MailSettingsRow = { digest: true, digest_hour: 8, quiet_from: 21, quiet_until: 8, time_zone: null };

const toSettings = (row: MailSettingsRow): MailSettings => ({ digest: row.digest, hour: row.digest_hour, quietFrom: row.quiet_from, quietUntil: row.quiet_until, zone: row.time_zone });

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

/** One's own settings, and the clocks that count where no zone is chosen. */
export async function ownMailSettings(ctx: Ctx): Promise<MailSettings & { placeZone: string }> {
  const { accountId } = ownerOf(ctx);
  const [row, place, network] = await Promise.all([findMailSettings(ctx.db, accountId), findWorkPlace(ctx, accountId), networkOf(ctx)]);
  return { ...toSettings(row ?? DEFAULTS), placeZone: place?.time_zone ?? network.timeZone };
}

/** Errors beside the fields: `digest.in_quiet_hours`, `choice.missing`. */
export async function saveMailSettings(ctx: Ctx, input: z.output<typeof MailSettingsInput>): Promise<void> {
  const { accountId } = ownerOf(ctx);
  if (input.digest && isQuiet(input.hour, { from: input.quietFrom, until: input.quietUntil })) throw invalid('hour', 'digest.in_quiet_hours');
  await inTransaction(ctx, async (tx) => {
    const row = { digest: input.digest, digest_hour: input.hour, quiet_from: input.quietFrom, quiet_until: input.quietUntil, time_zone: input.zone };
    await writeMailSettings(tx.db, accountId, row, tx.clock.now());
    await audit(tx, { act: 'account.mails_changed', subjectType: 'account', subjectId: accountId });
  });
}

/** What a link of a digest stops. Errors: `link.invalid`, `link.expired`. */
export async function readUnsubscribing(ctx: Ctx, token: string): Promise<{ stopped: boolean }> {
  const { subjectId } = await readLink(ctx, token, 'unsubscribe');
  return { stopped: (await findMailSettings(ctx.db, subjectId))?.digest === false };
}

/** No digest any more for the account of the link; pressing twice changes nothing. Errors: `link.invalid`, `link.expired`. */
export async function unsubscribe(ctx: Ctx, token: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { subjectId } = await readLink(tx, token, 'unsubscribe');
    const row = (await findMailSettings(tx.db, subjectId)) ?? DEFAULTS;
    if (!row.digest) return;
    await writeMailSettings(tx.db, subjectId, { ...row, digest: false }, tx.clock.now());
    await audit(tx, { act: 'account.digest_stopped', subjectType: 'account', subjectId });
  });
}
