import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { audit } from '#server/platform/audit.ts';
import { AppError, invalid, InvalidInput } from '#server/platform/errors.ts';
import { queueMail } from '#server/platform/mail.ts';
import { countGrowingTry, countTry, forgetTries, type Limit } from '#server/platform/rate-limit.ts';
import { seal, unseal } from '#server/platform/sealed.ts';
import { findAccount, findAccountByEmail, listAccountNames, markEmailVerified } from './access.queries.ts';
import { findPasswordHash } from './account.queries.ts';
import { authOf } from './auth.ts';
import { useOpenCard } from './cards.service.ts';
import { consumeLink, issueLink, readLink } from './links.service.ts';
import { checkPassword, PASSWORD_TRIES, passwordMatches } from './passwords.ts';
import { ensureMailbox, listPinAddresses } from './mailbox.queries.ts';
import { useMailboxLink } from './mailbox.service.ts';
import { needsSecondStep, proveCode } from './second-step.service.ts';
import { insertJournalLine } from './sessions.queries.ts';
import { openSession, type Origin } from './sessions.service.ts';
import { isSharedAddress } from './shared-addresses.ts';
import { findAccountByIdentity, identityOf } from './sign-in-names.ts';

const SOURCE_TRIES: Limit = { name: 'password_source', max: 100, windowSeconds: 600 };
const MAIL_TRIES: Limit = { name: 'sign_in_mail', max: 4, windowSeconds: 900 };
/** From all sources together: a mailbox is not flooded, and nobody is told so, since it was a stranger perhaps. */
const MAILBOX_MAILS: Limit = { name: 'sign_in_mailbox', max: 12, windowSeconds: 900 };
const SIGN_IN_LINK_MS = 20 * 60_000;

/** Signed in, or only a code away from it: `pending` is sealed and says who has passed the first step. */
export type SignInOutcome = { cookie: string; pending?: never } | { pending: string; cookie?: never };

const PENDING = 'sign-in-second-step';
const PENDING_MS = 10 * 60_000;
interface FirstStep {
  accountId: string;
  method: 'password' | 'link' | 'card' | 'pin' | 'single_sign_on';
}

/** After the first step: opens the session, or asks for the second. */
export async function afterFirstStep(ctx: Ctx, { accountId, method }: FirstStep, origin: Origin): Promise<SignInOutcome> {
  const now = ctx.clock.now();
  const asks = await needsSecondStep(ctx, accountId);
  await insertJournalLine(ctx.db, { accountId, method, outcome: asks ? 'code_asked' : 'signed_in', source: origin.source, userAgent: origin.userAgent ?? null, now });
  if (asks) return { pending: seal(ctx.platform.keys, PENDING, { accountId, method }, new Date(now.getTime() + PENDING_MS)) };
  return { cookie: await openSession(ctx.platform, accountId, { ...origin, method }) };
}

/** Whether somebody has passed the first step within the last ten minutes and a code is still to come. */
export function awaitsCode(ctx: Ctx, pending: string | undefined): boolean {
  return pending !== undefined && unseal<FirstStep>(ctx.platform.keys, PENDING, pending, ctx.clock.now()) !== null;
}

/** The second step. Returns the cookie's value. Errors: `sign_in.begin_again`, `second_step.wrong` beside its field, `request.too_many`. */
export async function signInWithCode(ctx: Ctx, input: { pending: string; code: string } & Origin): Promise<string> {
  const first = unseal<FirstStep>(ctx.platform.keys, PENDING, input.pending, ctx.clock.now());
  if (!first || !(await needsSecondStep(ctx, first.accountId))) throw new AppError('sign_in.begin_again', 422);
  const { accountId, method } = first;
  const line = { accountId, source: input.source, userAgent: input.userAgent ?? null, now: ctx.clock.now() };
  try {
    const kind = await proveCode(ctx, accountId, input.code, input.source);
    await insertJournalLine(ctx.db, { ...line, method: kind, outcome: 'signed_in' });
  } catch (error) {
    if (error instanceof InvalidInput) await insertJournalLine(ctx.db, { ...line, method: 'code', outcome: 'refused' });
    throw error;
  }
  return openSession(ctx.platform, accountId, { ...input, method });
}

/**
 * Signs in by e-mail, or the name of a card, and password. Unknown address or name, missing password and wrong password are one error,
 * `sign_in.wrong`; too many tries `request.too_many`.
 */
export async function signInWithPassword(ctx: Ctx, input: { email: string; password: string } & Origin): Promise<SignInOutcome> {
  const now = ctx.clock.now();
  const pair = `${identityOf(input.email)}|${input.source}`;
  await countTry(ctx.db, SOURCE_TRIES, input.source, now);
  await countGrowingTry(ctx.db, PASSWORD_TRIES, pair, now);
  const account = await findAccountByIdentity(ctx.db, input.email);
  const right = await passwordMatches(ctx.platform, account && (await findPasswordHash(ctx.db, account.id)), input.password);
  if (!account || !right) {
    if (account) await insertJournalLine(ctx.db, { accountId: account.id, method: 'password', outcome: 'refused', source: input.source, userAgent: input.userAgent ?? null, now });
    throw new AppError('sign_in.wrong', 422);
  }
  await forgetTries(ctx.db, PASSWORD_TRIES, pair);
  return afterFirstStep(ctx, { accountId: account.id, method: 'password' }, { source: input.source, userAgent: input.userAgent });
}

/** Uses up a card that was proven and sets the password or PIN chosen. Errors as in `useOpenCard`. */
export async function signInWithCard(ctx: Ctx, input: Parameters<typeof useOpenCard>[1]): Promise<SignInOutcome> {
  const accountId = await useOpenCard(ctx, input);
  return afterFirstStep(ctx, { accountId, method: 'card' }, { source: input.source, userAgent: input.userAgent });
}

/**
 * Sends a one-time link to the address if it has an account; if several people share it, one that leads to the choice of a name, behind which
 * a PIN is asked. Answers alike whether anybody signs in by it or not.
 */
export async function requestSignInLink(ctx: Ctx, input: { email: string; source: string }): Promise<void> {
  const email = input.email.trim().toLowerCase();
  await countTry(ctx.db, MAIL_TRIES, `${email}|${input.source}`, ctx.clock.now());
  await countTry(ctx.db, { ...MAIL_TRIES, name: 'sign_in_mail_source', max: 20 }, input.source, ctx.clock.now());
  const account = await findAccountByEmail(ctx.db, email);
  const shared = await isSharedAddress(ctx, email);
  if (!account && !(shared && (await listPinAddresses(ctx.db, [email])).length > 0)) return;
  try {
    await countTry(ctx.db, MAILBOX_MAILS, email, ctx.clock.now());
  } catch (error) {
    if (error instanceof AppError && error.code === 'request.too_many') return;
    throw error;
  }
  await inTransaction(ctx, async (tx) => {
    const subjectId = shared ? await ensureMailbox(tx.db, email) : (account?.id ?? '');
    const link = await issueLink(tx, {
      purpose: shared ? 'mailbox' : 'sign_in',
      subjectId,
      expiresAt: new Date(tx.clock.now().getTime() + SIGN_IN_LINK_MS),
      singleUse: true,
      anyNetwork: true,
    });
    await queueMail(tx, {
      template: shared ? 'access.mailbox_link' : 'access.sign_in_link',
      params: { linkId: link.id, ...(shared ? { mailboxId: subjectId } : { accountId: subjectId }) },
      to: email,
      locale: ctx.locale,
      subjectType: shared ? 'mailbox' : 'account',
      subjectId,
      organisationId: null,
    });
  });
}

/** Uses a sign-in link (after the press of its button). Errors as in `readLink`; `link.expired` also when its mailbox has become a shared one. */
export async function signInWithLink(ctx: Ctx, input: { token: string } & Origin): Promise<SignInOutcome> {
  const accountId = await inTransaction(ctx, async (tx) => {
    const { purpose, subjectId } = await readLink(tx, input.token, 'sign_in', 'way_back');
    // What was handed over by who runs the installation lay in no mailbox.
    const isHandedOver = purpose === 'way_back';
    const address = isHandedOver ? null : (await findAccount(tx.db, subjectId))?.email;
    if (address && (await isSharedAddress(tx, address))) throw new AppError('link.expired', 410);
    await consumeLink(tx, input.token, purpose);
    if (!isHandedOver) await markEmailVerified(tx.db, subjectId, tx.clock.now());
    return subjectId;
  });
  return afterFirstStep(ctx, { accountId, method: 'link' }, { source: input.source, userAgent: input.userAgent });
}

/** Signs in behind the link of a shared mailbox: by one of its names and her PIN. Errors as in `useMailboxLink`. */
export async function signInThroughMailbox(ctx: Ctx, input: Parameters<typeof useMailboxLink>[1]): Promise<SignInOutcome> {
  return afterFirstStep(ctx, await useMailboxLink(ctx, input), { source: input.source, userAgent: input.userAgent });
}

/** Creates an account with a password. Errors: `email.taken`, `password.too_short`, `password.too_long` beside their fields. */
export async function createAccount(
  ctx: Ctx,
  input: { email: string; name: string; password: string; verified: boolean },
): Promise<string> {
  const email = input.email.trim().toLowerCase();
  checkPassword('password', input.password);
  if (await findAccountByEmail(ctx.db, email)) throw invalid('email', 'email.taken');
  const result = await authOf(ctx.platform).api.signUpEmail({ body: { email, name: input.name.trim(), password: input.password } });
  if (input.verified) await markEmailVerified(ctx.db, result.user.id, ctx.clock.now());
  await inTransaction(ctx, (tx) => audit(tx, { act: 'account.created', subjectType: 'account', subjectId: result.user.id }));
  return result.user.id;
}

/** The account of an address, for the command line and administrators. */
export async function findAccountIdByEmail(ctx: Ctx, email: string): Promise<string | null> {
  return (await findAccountByEmail(ctx.db, email.trim().toLowerCase()))?.id ?? null;
}

export { findAccount };

/** Names of accounts by their ids, for histories; one query. */
export async function accountNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  return new Map((await listAccountNames(ctx.db, [...new Set(ids)])).map(({ id, name }) => [id, name]));
}
