import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { audit } from '#server/platform/audit.ts';
import { AppError, invalid } from '#server/platform/errors.ts';
import { queueMail } from '#server/platform/mail.ts';
import { countGrowingTry, countTry, forgetTries, type Limit } from '#server/platform/rate-limit.ts';
import { findAccount, findAccountByEmail, listAccountNames, markEmailVerified } from './access.queries.ts';
import { findPasswordHash } from './account.queries.ts';
import { authOf } from './auth.ts';
import { consumeLink, issueLink } from './links.service.ts';
import { checkPassword, passwordMatches } from './passwords.ts';
import { insertJournalLine } from './sessions.queries.ts';
import { openSession, type Origin } from './sessions.service.ts';

// Tries hang on account *and* source together: a stranger who guesses from elsewhere cannot lock the owner out.
export const PASSWORD_TRIES: Limit = { name: 'password', max: 8, windowSeconds: 600 };
const SOURCE_TRIES: Limit = { name: 'password_source', max: 100, windowSeconds: 600 };
const MAIL_TRIES: Limit = { name: 'sign_in_mail', max: 4, windowSeconds: 900 };
/** From all sources together: a mailbox is not flooded, and nobody is told so, since it was a stranger perhaps. */
const MAILBOX_MAILS: Limit = { name: 'sign_in_mailbox', max: 12, windowSeconds: 900 };
const SIGN_IN_LINK_MS = 20 * 60_000;

/**
 * Signs in by e-mail and password and returns the cookie's value. Unknown address, missing password and wrong password are one
 * error, `sign_in.wrong`; too many tries `request.too_many`.
 */
export async function signInWithPassword(ctx: Ctx, input: { email: string; password: string } & Origin): Promise<string> {
  const email = input.email.trim().toLowerCase();
  const now = ctx.clock.now();
  const pair = `${email}|${input.source}`;
  await countTry(ctx.db, SOURCE_TRIES, input.source, now);
  await countGrowingTry(ctx.db, PASSWORD_TRIES, pair, now);
  const account = await findAccountByEmail(ctx.db, email);
  const right = await passwordMatches(ctx.platform, account && (await findPasswordHash(ctx.db, account.id)), input.password);
  const line = { method: 'password', source: input.source, userAgent: input.userAgent ?? null, now };
  if (!account || !right) {
    if (account) await insertJournalLine(ctx.db, { ...line, accountId: account.id, outcome: 'refused' });
    throw new AppError('sign_in.wrong', 422);
  }
  await forgetTries(ctx.db, PASSWORD_TRIES, pair);
  await insertJournalLine(ctx.db, { ...line, accountId: account.id, outcome: 'signed_in' });
  return openSession(ctx.platform, account.id, { ...input, method: 'password' });
}

/** Sends a one-time link to the address if it has an account; answers alike whether it has one or not. */
export async function requestSignInLink(ctx: Ctx, input: { email: string; source: string }): Promise<void> {
  const email = input.email.trim().toLowerCase();
  await countTry(ctx.db, MAIL_TRIES, `${email}|${input.source}`, ctx.clock.now());
  await countTry(ctx.db, { ...MAIL_TRIES, name: 'sign_in_mail_source', max: 20 }, input.source, ctx.clock.now());
  const account = await findAccountByEmail(ctx.db, email);
  if (!account) return;
  try {
    await countTry(ctx.db, MAILBOX_MAILS, email, ctx.clock.now());
  } catch (error) {
    if (error instanceof AppError && error.code === 'request.too_many') return;
    throw error;
  }
  await inTransaction(ctx, async (tx) => {
    const link = await issueLink(tx, {
      purpose: 'sign_in',
      subjectId: account.id,
      expiresAt: new Date(tx.clock.now().getTime() + SIGN_IN_LINK_MS),
      singleUse: true,
      anyNetwork: true,
    });
    await queueMail(tx, {
      template: 'access.sign_in_link',
      params: { linkId: link.id, accountId: account.id },
      to: account.email,
      locale: ctx.locale,
      subjectType: 'account',
      subjectId: account.id,
      organisationId: null,
    });
  });
}

/** Uses a sign-in link (after the press of its button) and returns the cookie's value. Errors as in `readLink`. */
export async function signInWithLink(ctx: Ctx, input: { token: string } & Origin): Promise<string> {
  const accountId = await inTransaction(ctx, async (tx) => {
    const link = await consumeLink(tx, input.token, 'sign_in');
    await markEmailVerified(tx.db, link.subjectId, tx.clock.now());
    await insertJournalLine(tx.db, { accountId: link.subjectId, outcome: 'signed_in', method: 'link', source: input.source, userAgent: input.userAgent ?? null, now: tx.clock.now() });
    return link.subjectId;
  });
  return openSession(ctx.platform, accountId, { ...input, method: 'link' });
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
