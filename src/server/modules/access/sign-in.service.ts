import { createHmac, timingSafeEqual } from 'node:crypto';
import { inTransaction, type Actor, type Ctx } from '#server/platform/context.ts';
import { audit } from '#server/platform/audit.ts';
import { AppError, invalid } from '#server/platform/errors.ts';
import { queueMail } from '#server/platform/mail.ts';
import type { Platform } from '#server/platform/platform.ts';
import { countTry, forgetTries, type Limit } from '#server/platform/rate-limit.ts';
import {
  deleteSession,
  deleteSessionsOf,
  findAccount,
  findAccountByEmail,
  findSession,
  insertJournalLine,
  listAccountNames,
  markEmailVerified,
  prolongSession,
} from './access.queries.ts';
import { authOf, SESSION_SECONDS } from './auth.ts';
import { consumeLink, issueLink } from './links.service.ts';

export const SESSION_COOKIE = 'sheberlik_session';
export { SESSION_SECONDS };

// Tries hang on account *and* source together: a stranger who guesses from elsewhere cannot lock the owner out.
const PASSWORD_TRIES: Limit = { name: 'password', max: 8, windowSeconds: 600 };
const SOURCE_TRIES: Limit = { name: 'password_source', max: 100, windowSeconds: 600 };
const MAIL_TRIES: Limit = { name: 'sign_in_mail', max: 4, windowSeconds: 900 };
/** From all sources together: a mailbox is not flooded, and nobody is told so, since it was a stranger perhaps. */
const MAILBOX_MAILS: Limit = { name: 'sign_in_mailbox', max: 12, windowSeconds: 900 };
const SIGN_IN_LINK_MS = 20 * 60_000;

function sign(platform: Platform, token: string): string {
  return createHmac('sha256', platform.keys.derive('session-cookie')).update(token).digest('base64url').slice(0, 22);
}

/** The cookie's value for a session: the token and our signature, so that a guess never reaches the database. */
export function cookieValue(platform: Platform, token: string): string {
  return `${token}.${sign(platform, token)}`;
}

function tokenFromCookie(platform: Platform, value: string): string | null {
  const dot = value.lastIndexOf('.');
  if (dot < 1 || value.length > 200) return null;
  const token = value.slice(0, dot);
  const given = Buffer.from(value.slice(dot + 1));
  const wanted = Buffer.from(sign(platform, token));
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? token : null;
}

export interface CurrentSession {
  sessionId: string;
  actor: Extract<Actor, { kind: 'account' }>;
  preferredLocale: string | null;
}

/** Cookie → account with its roles, in one named query; null when there is no valid session. Prolongs a session once a day. */
export async function readSession(platform: Platform, cookie: string | undefined): Promise<CurrentSession | null> {
  const token = cookie ? tokenFromCookie(platform, cookie) : null;
  if (!token) return null;
  const now = platform.clock.now();
  const row = await findSession(platform, token, now);
  if (!row) return null;
  if (now.getTime() - row.updated_at.getTime() > 24 * 3600_000) {
    await prolongSession(platform.db, row.session_id, new Date(now.getTime() + SESSION_SECONDS * 1000), now);
  }
  return {
    sessionId: row.session_id,
    actor: { kind: 'account', accountId: row.account_id, name: row.name, email: row.email, grants: row.grants },
    preferredLocale: row.preferred_locale,
  };
}

/**
 * Signs in by e-mail and password and returns the cookie's value. Unknown address, missing password and wrong password are one
 * error, `sign_in.wrong`; too many tries `request.too_many`.
 */
export async function signInWithPassword(ctx: Ctx, input: { email: string; password: string; source: string }): Promise<string> {
  const email = input.email.trim().toLowerCase();
  const now = ctx.clock.now();
  const pair = `${email}|${input.source}`;
  await countTry(ctx.db, SOURCE_TRIES, input.source, now);
  await countTry(ctx.db, PASSWORD_TRIES, pair, now);
  try {
    const result = await authOf(ctx.platform).api.signInEmail({ body: { email, password: input.password } });
    await forgetTries(ctx.db, PASSWORD_TRIES, pair);
    await insertJournalLine(ctx.db, { accountId: result.user.id, outcome: 'signed_in', method: 'password', source: input.source, now });
    return cookieValue(ctx.platform, result.token);
  } catch (error) {
    if (!isAuthRefusal(error)) throw error;
    const account = await findAccountByEmail(ctx.db, email);
    if (account) await insertJournalLine(ctx.db, { accountId: account.id, outcome: 'refused', method: 'password', source: input.source, now });
    throw new AppError('sign_in.wrong', 422);
  }
}

function isAuthRefusal(error: unknown): boolean {
  const status = (error as { statusCode?: number } | null)?.statusCode;
  return status === 401 || status === 400 || status === 403;
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
export async function signInWithLink(ctx: Ctx, input: { token: string; source: string }): Promise<string> {
  const accountId = await inTransaction(ctx, async (tx) => {
    const link = await consumeLink(tx, input.token, 'sign_in');
    await markEmailVerified(tx.db, link.subjectId, tx.clock.now());
    await insertJournalLine(tx.db, { accountId: link.subjectId, outcome: 'signed_in', method: 'link', source: input.source, now: tx.clock.now() });
    return link.subjectId;
  });
  return openSession(ctx.platform, accountId);
}

/** Opens a session for an account that has just proven itself otherwise (invitation, first run). Returns the cookie's value. */
export async function openSession(platform: Platform, accountId: string): Promise<string> {
  const auth = await authOf(platform).$context;
  const session = await auth.internalAdapter.createSession(accountId, false);
  return cookieValue(platform, session.token);
}

/** Creates an account with a password. Errors: `email.taken`, `password.too_short`, `password.too_long` beside their fields. */
export async function createAccount(
  ctx: Ctx,
  input: { email: string; name: string; password: string; verified: boolean },
): Promise<string> {
  const email = input.email.trim().toLowerCase();
  if (input.password.length < 10) throw invalid('password', 'password.too_short', { min: 10 });
  if (input.password.length > 128) throw invalid('password', 'password.too_long', { max: 128 });
  if (await findAccountByEmail(ctx.db, email)) throw invalid('email', 'email.taken');
  const result = await authOf(ctx.platform).api.signUpEmail({ body: { email, name: input.name.trim(), password: input.password } });
  if (input.verified) await markEmailVerified(ctx.db, result.user.id, ctx.clock.now());
  await inTransaction(ctx, (tx) => audit(tx, { act: 'account.created', subjectType: 'account', subjectId: result.user.id }));
  return result.user.id;
}

export async function signOut(platform: Platform, cookie: string | undefined): Promise<void> {
  const token = cookie ? tokenFromCookie(platform, cookie) : null;
  if (token) await deleteSession(platform.db, token);
}

/** Ends every session of the account, this one included. Returns how many there were. */
export async function signOutEverywhere(ctx: Ctx): Promise<number> {
  const { actor } = ctx;
  if (actor.kind !== 'account') return 0;
  return inTransaction(ctx, async (tx) => {
    const ended = await deleteSessionsOf(tx.db, actor.accountId);
    await audit(tx, { act: 'session.ended_everywhere', subjectType: 'account', subjectId: actor.accountId, data: { ended } });
    return ended;
  });
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
