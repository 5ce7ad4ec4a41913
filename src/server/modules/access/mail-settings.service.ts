import { z } from 'zod';
import { numberAnswer } from '#lib/forms/index.ts';
import { isZone } from '#lib/i18n/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/errors.ts';
import { tick } from '#server/platform/fields.ts';
import { ownerOf } from './account.service.ts';
import { readLink } from './links.service.ts';
import { DEFAULTS, mailHabits, type MailSettings } from './mail-habits.ts';
import { findMailSettings, writeMailSettings } from './mail-settings.queries.ts';
import { isQuiet } from './quiet-hours.ts';

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

/** One's own settings, and the clocks that count where no zone is chosen. */
export async function ownMailSettings(ctx: Ctx): Promise<MailSettings & { placeZone: string }> {
  const { timeZone: _, ...settings } = await mailHabits(ctx, ownerOf(ctx).accountId);
  return settings;
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
