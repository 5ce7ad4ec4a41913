import type { Locale } from '#lib/i18n/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { hashToken, newId, randomToken } from '#server/platform/ids.ts';
import { countTry, type Limit } from '#server/platform/rate-limit.ts';
import { seal, unseal } from '#server/platform/sealed.ts';
import { insertJournalLine } from './sessions.queries.ts';
import type { Origin } from './sessions.service.ts';
import { isSharedAddress } from './shared-addresses.ts';
import { afterFirstStep, type SignInOutcome } from './sign-in.service.ts';
import { mayJoin } from './sign-on.policy.ts';
import { authorizationUrl, checkProvider, redeemCode, type Challenge, type ProvenIdentity } from './sign-on.provider.ts';
import { closeOtherWays, discardAccount, findAccountOfIdentity, insertIdentity, insertProvenAccount, lockAccountOfAddress, spendState } from './sign-on.queries.ts';
import { readSignOnSettings, signOnProvider, type SignOnProvider } from './sign-on.settings.ts';

const PENDING = 'single-sign-on';
const PENDING_MS = 10 * 60_000;
const SOURCE_TRIES: Limit = { name: 'sign_on_source', max: 60, windowSeconds: 600 };
const LONGEST_NAME = 120;

/** Where the button was pressed. */
interface Start {
  next: string;
  network: string | null;
  locale: Locale;
}

interface Begun extends Challenge, Start {
  issuer: string;
}

/** What the button on the sign-in page says; null: there is no button. */
export async function signOnName(ctx: Ctx): Promise<string | null> {
  return (await signOnProvider(ctx))?.name ?? null;
}

/** Whether the provider answers as it was set up. Errors: `page.not_found`, `sign_on.unreachable`. */
export async function checkSignOn(ctx: Ctx): Promise<void> {
  await readSignOnSettings(ctx);
  const settings = await signOnProvider(ctx);
  if (!settings) throw notFound();
  await checkProvider(ctx.platform, settings);
}

/** Sends a browser to the provider; what it has to come back with it keeps sealed. Errors: `page.not_found` where none is set up, `sign_on.unreachable`. */
export async function beginSignOn(ctx: Ctx, { source, ...start }: Start & { source: string }): Promise<{ url: string; pending: string }> {
  const settings = await signOnProvider(ctx);
  if (!settings) throw notFound();
  const now = ctx.clock.now();
  await countTry(ctx.db, SOURCE_TRIES, source, now);
  const challenge: Challenge = { state: randomToken(), nonce: randomToken(), codeVerifier: randomToken(48) };
  const url = await authorizationUrl(ctx.platform, settings, challenge);
  const begun: Begun = { ...challenge, ...start, issuer: settings.issuer };
  return { url, pending: seal(ctx.platform.keys, PENDING, begun, new Date(now.getTime() + PENDING_MS)) };
}

/** One issuer's name for a human says nothing about another issuer's. */
const providerId = (settings: SignOnProvider): string => `oidc:${settings.issuer}`;

/**
 * The account of an address that the provider proves: an unproven one of that address is discarded first, whoever made it. One that counts
 * as proven may have been opened by whoever saw its invitation (mails stand in the outbox): it keeps its rights, and every other way in,
 * a password first of all, ends with the joining.
 */
async function accountOfAddress(tx: Ctx, identity: ProvenIdentity, email: string): Promise<string> {
  const now = tx.clock.now();
  const found = await lockAccountOfAddress(tx.db, email);
  if (found?.email_verified) {
    await closeOtherWays(tx.db, found.id, now);
    return found.id;
  }
  if (found) {
    await discardAccount(tx.db, found.id, now);
    await audit(tx, { act: 'account.discarded', subjectType: 'account', subjectId: found.id });
  }
  const id = newId();
  await insertProvenAccount(tx.db, { id, name: (identity.name || email).slice(0, LONGEST_NAME), email, now });
  await audit(tx, { act: 'account.created', subjectType: 'account', subjectId: id });
  return id;
}

async function accountOf(ctx: Ctx, settings: SignOnProvider, identity: ProvenIdentity, origin: Origin): Promise<string> {
  const joined = await findAccountOfIdentity(ctx.db, providerId(settings), identity.subject);
  if (joined) return joined;
  const refusal = mayJoin(identity, settings.domains) ?? ((await isSharedAddress(ctx, identity.email ?? '')) ? 'shared' : null);
  if (refusal !== null) {
    const owner = identity.email === null ? undefined : await lockAccountOfAddress(ctx.db, identity.email);
    if (owner) await insertJournalLine(ctx.db, { accountId: owner.id, method: 'single_sign_on', outcome: 'refused', source: origin.source, userAgent: origin.userAgent ?? null, now: ctx.clock.now() });
    throw new AppError(`sign_on.${refusal}`, 422);
  }
  return inTransaction(ctx, async (tx) => {
    const accountId = await accountOfAddress(tx, identity, identity.email ?? '');
    await insertIdentity(tx.db, { accountId, providerId: providerId(settings), subject: identity.subject, now: tx.clock.now() });
    await audit(tx, { act: 'sign_on.joined', subjectType: 'account', subjectId: accountId, data: { issuer: settings.issuer } });
    return accountId;
  });
}

/**
 * Lets in whom the provider has proven, each answer once; the second step is asked where it is on. Errors: `sign_on.begin_again` for an
 * answer to no question of this browser or a spent one, `sign_on.refused` by the provider, `sign_on.not_proven`, `sign_on.unverified`,
 * `sign_on.untrusted`, `sign_on.shared`, `page.not_found`.
 */
export async function finishSignOn(
  ctx: Ctx,
  input: { pending: string | undefined; state: string; code: string; iss: string | null; error: string | null } & Origin,
): Promise<Start & { outcome: SignInOutcome }> {
  const settings = await signOnProvider(ctx);
  if (!settings) throw notFound();
  const now = ctx.clock.now();
  const begun = input.pending === undefined ? null : unseal<Begun>(ctx.platform.keys, PENDING, input.pending, now);
  if (!begun || begun.state !== input.state || begun.issuer !== settings.issuer) throw new AppError('sign_on.begin_again', 422);
  if (!(await spendState(ctx.db, hashToken(begun.state), now))) throw new AppError('sign_on.begin_again', 422);
  if (input.error !== null || input.code === '') throw new AppError('sign_on.refused', 422);
  const { state, nonce, codeVerifier } = begun;
  const identity = await redeemCode(ctx.platform, settings, { code: input.code, iss: input.iss, state, nonce, codeVerifier });
  if (!identity) throw new AppError('sign_on.not_proven', 422);
  const accountId = await accountOf(ctx, settings, identity, input);
  return { outcome: await afterFirstStep(ctx, { accountId, method: 'single_sign_on' }, input), next: begun.next, network: begun.network, locale: begun.locale };
}
