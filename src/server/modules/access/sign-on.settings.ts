import { z } from 'zod';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import { oneLine, tick } from '#server/platform/fields.ts';
import type { Platform } from '#server/platform/platform.ts';
import { seal, unseal } from '#server/platform/sealed.ts';
import { readSetting, writeSetting } from '#server/platform/settings.ts';
import { holds } from './access.policy.ts';

const SETTING = 'single_sign_on';
const PURPOSE = 'single-sign-on-secret';
const FOR_EVER = new Date('9999-01-01T00:00:00Z');

/** As it is stored; the secret sealed with the installation key. */
interface StoredProvider {
  name: string;
  issuer: string;
  clientId: string;
  secret: string | null;
  domains: string[];
  isOn: boolean;
}

/** A provider of identities with its secret, for talking to it. */
export interface SignOnProvider {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string | null;
  domains: readonly string[];
}

export type SignOnSettings = Omit<StoredProvider, 'secret'> & { hasSecret: boolean; redirectUri: string };

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username } = new URL(text);
  if (search || hash || username) return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}

const domainsOf = (text: string): string[] => [...new Set(text.toLowerCase().split(/[\s,;]+/).map((domain) => domain.replace(/^@/, '')).filter(Boolean))];

export const SignOnInput = z.object({
  name: oneLine(60).min(2, 'name.too_short'),
  issuer: z.string('field.required').trim().max(300).refine(isIssuer, 'sign_on.issuer_malformed'),
  clientId: oneLine(200).min(1, 'field.required'),
  /** Empty: the one that is there stays. */
  clientSecret: z.string().trim().max(500).default(''),
  /** Whose addresses the provider vouches for: one a line, or with commas. */
  domains: z.string().max(2000).default('').refine((text) => domainsOf(text).every((domain) => /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/.test(domain)), 'sign_on.domain_malformed'),
  isOn: tick,
});

/** Where the provider sends people back to; the same in every language and network. */
export const signOnRedirectUri = (platform: Platform): string => `${platform.publicAddress()}/sign-in/sign-on`;

function mayManage(ctx: Ctx): void {
  const isProgram = ctx.actor.kind === 'account' && (ctx.actor.token !== undefined || ctx.actor.viewedBy !== undefined);
  if (isProgram || !holds(ctx.actor, ['system_admin'], { networkId: ctx.networkId })) throw notFound();
}

/** What is set up; null: nothing yet. Error: `page.not_found` for everybody but administrators of the installation. */
export async function readSignOnSettings(ctx: Ctx): Promise<SignOnSettings | { redirectUri: string; isOn: false; issuer?: never }> {
  mayManage(ctx);
  const stored = await readSetting<StoredProvider>(ctx.db, SETTING);
  const redirectUri = signOnRedirectUri(ctx.platform);
  if (!stored) return { redirectUri, isOn: false };
  const { secret, ...rest } = stored;
  return { ...rest, hasSecret: secret !== null, redirectUri };
}

/**
 * Sets the provider up, changes it or switches it off. A secret is bound to its issuer: for another one it is asked again. Errors:
 * `page.not_found`, `sign_on.secret_again` beside `clientSecret`.
 */
export async function saveSignOnSettings(ctx: Ctx, input: z.output<typeof SignOnInput>): Promise<void> {
  mayManage(ctx);
  await inTransaction(ctx, async (tx) => {
    const before = await readSetting<StoredProvider>(tx.db, SETTING);
    const isOther = before !== null && (before.issuer !== input.issuer || before.clientId !== input.clientId);
    if (isOther && before.secret !== null && input.clientSecret === '') throw invalid('clientSecret', 'sign_on.secret_again');
    const secret = input.clientSecret === '' ? (before?.secret ?? null) : seal(tx.platform.keys, PURPOSE, { issuer: input.issuer, clientSecret: input.clientSecret }, FOR_EVER);
    const { name, issuer, clientId, isOn } = input;
    const after: StoredProvider = { name, issuer, clientId, secret, domains: domainsOf(input.domains), isOn };
    await writeSetting(tx.db, SETTING, after, tx.clock.now());
    await audit(tx, {
      act: 'sign_on.changed',
      subjectType: 'installation',
      subjectId: null,
      data: { issuer, clientId, domains: after.domains, isOn, wasOn: before?.isOn ?? false, newSecret: input.clientSecret !== '' },
    });
  });
}

/** The provider people can come by now; null: none, or it is switched off. */
export async function signOnProvider(ctx: Ctx): Promise<SignOnProvider | null> {
  const stored = await readSetting<StoredProvider>(ctx.db, SETTING);
  if (!stored?.isOn) return null;
  const { name, issuer, clientId, domains, secret } = stored;
  const value = secret === null ? null : unseal<{ issuer: string; clientSecret: string }>(ctx.platform.keys, PURPOSE, secret, ctx.clock.now());
  // A secret that was sealed for another issuer, or under other keys, is sent nowhere.
  if (secret !== null && value?.issuer !== issuer) return null;
  return { name, issuer, clientId, domains, clientSecret: value?.clientSecret ?? null };
}
