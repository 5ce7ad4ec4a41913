import { z } from 'zod';
import { countryName, HOME_COUNTRIES, LOCALES, type Locale } from '#lib/i18n/index.ts';
import { INSTALLATION_ID } from '#server/first-run.ts';
import { consumeLink, countAdministrators, createAccount, deleteUnusedAccount, grantRole, openSession, readLink } from '#server/modules/access/index.ts';
import { createNetwork, createOrganisation } from '#server/modules/people/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { localized } from '#server/platform/text/index.ts';
import { isZone } from '#server/platform/time/wall-time.ts';

const text = (max: number) => z.string().trim().min(2, 'field.required').max(max);

export const FirstRun = z.object({
  token: z.string().max(100),
  name: text(120),
  email: z.email('email.invalid').max(254),
  password: z.string().min(10, 'password.too_short').max(128, 'password.too_long'),
  network_name: text(160),
  slug: z
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9-]{1,40}$/, 'text.wrong_form'),
  organisation_name: text(200),
  code: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{2,10}$/, 'text.wrong_form'),
  country: z.enum(HOME_COUNTRIES, 'choice.missing'),
  default_locale: z.enum(LOCALES, 'choice.missing'),
  time_zone: z.string().max(60).refine(isZone, 'zone.unknown'),
  data_location: text(300),
});

/** The countries to choose from, named in the reader's language. */
export function firstRunCountries(locale: Locale): { value: string; text: string }[] {
  return HOME_COUNTRIES.map((value) => ({ value, text: countryName(value, locale) }));
}

/** Whether the token of the console opens the first-run page. Errors as in `readLink`. */
export async function readFirstRun(ctx: Ctx, token: string): Promise<void> {
  const link = await readLink(ctx, token, 'first_run');
  if (link.subjectId !== INSTALLATION_ID) throw new AppError('link.invalid', 404);
  if ((await countAdministrators(ctx.db)) > 0) throw new AppError('link.used', 410);
}

/**
 * Creates the administrator, the network and the methodical centre, and signs the administrator in. Returns the session cookie's value.
 * The account is made first, outside the transaction (its password takes time); all else, the end of the link included, stands or falls
 * together. Cut short before that, the link opens once more, and the account begun is made anew.
 */
export async function prepareInstallation(ctx: Ctx, input: z.output<typeof FirstRun>): Promise<string> {
  await readFirstRun(ctx, input.token);
  const system: Ctx = { ...ctx, actor: { kind: 'system', name: 'first run' } };
  const locale = input.default_locale;
  await deleteUnusedAccount(system.db, input.email.trim().toLowerCase());
  const accountId = await createAccount(system, { email: input.email, name: input.name, password: input.password, verified: true });
  await inTransaction(system, async (tx) => {
    await consumeLink(tx, input.token, 'first_run');
    const networkId = await createNetwork(tx, {
      slug: input.slug,
      name: localized(locale, input.network_name),
      country: input.country,
      defaultLocale: locale,
      timeZone: input.time_zone,
      dataLocation: localized(locale, input.data_location),
      isDefault: true,
    });
    const inNetwork: Ctx = { ...tx, networkId };
    await createOrganisation(inNetwork, {
      kind: 'methodical_centre',
      code: input.code,
      name: localized(locale, input.organisation_name),
      country: input.country,
      timeZone: input.time_zone,
    });
    await grantRole(inNetwork, { accountId, role: 'system_admin', scopeKind: 'installation', scopeId: null });
    await grantRole(inNetwork, { accountId, role: 'coordinator', scopeKind: 'network', scopeId: null });
  });
  return openSession(ctx.platform, accountId, { method: 'first_run' });
}
