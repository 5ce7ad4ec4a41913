import type { z } from 'zod';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Actor, type Ctx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { countGrowingTry, forgetTries } from '#server/platform/rate-limit.ts';
import { findAccount } from './access.queries.ts';
import type { NewPassword, Profile } from './access.schemas.ts';
import { findPasswordHash, updateProfile, writePasswordHash } from './account.queries.ts';
import { signInNameOf } from './cards.queries.ts';
import { deviceOf, type Device } from './device.ts';
import { queueAccountMail } from './account.mail.ts';
import { withdrawSignInLinks } from './links.service.ts';
import { checkPassword, hashPassword, PASSWORD_TRIES, passwordMatches } from './passwords.ts';
import { deleteSessionsOf, insertJournalLine, listJournal, listSessions } from './sessions.queries.ts';
import type { Origin } from './sessions.service.ts';
import { shownSignInName } from './sign-in-names.ts';

export { NewPassword, Profile } from './access.schemas.ts';

export type Owner = Extract<Actor, { kind: 'account' }>;
const JOURNAL_LINES = 50;

/** Whose account it is: everybody's own, in person: not by a token, nor of whoever one only looks as. Error: `page.not_found`. */
export function ownerOf(ctx: Ctx): Owner {
  if (ctx.actor.kind !== 'account' || ctx.actor.token || ctx.actor.viewedBy) throw notFound();
  return ctx.actor;
}

export interface OwnAccount {
  name: string;
  /** Null: signs in by a name. */
  email: string | null;
  signInName: string | null;
  locale: string | null;
  hasPassword: boolean;
}

export async function ownAccount(ctx: Ctx): Promise<OwnAccount> {
  const { accountId } = ownerOf(ctx);
  const [row, hash, name] = await Promise.all([findAccount(ctx.db, accountId), findPasswordHash(ctx.db, accountId), signInNameOf(ctx.db, accountId)]);
  if (!row) throw notFound();
  return { name: row.name, email: row.email, signInName: name ? shownSignInName(name) : null, locale: row.preferred_locale, hasPassword: hash !== undefined };
}

export interface OwnSession {
  id: string;
  device: Device;
  source: string | null;
  since: Date;
  lastUsed: Date;
  isThis: boolean;
}

export async function ownSessions(ctx: Ctx): Promise<OwnSession[]> {
  const { accountId, sessionId } = ownerOf(ctx);
  return (await listSessions(ctx.db, accountId, ctx.clock.now())).map((row) => ({
    id: row.id,
    device: deviceOf(row.user_agent),
    source: row.ip_address || null,
    since: row.created_at,
    lastUsed: row.updated_at,
    isThis: row.id === sessionId,
  }));
}

export interface JournalLine {
  id: string;
  at: Date;
  /** `password`, `link` … */
  method: string;
  /** `signed_in`, `refused` … */
  outcome: string;
  source: string | null;
  device: Device;
  /** The administrator who looked as this person. */
  by: string | null;
}

/** The last 50 tries to sign in to one's own account, newest first. */
export async function ownJournal(ctx: Ctx): Promise<JournalLine[]> {
  const { accountId } = ownerOf(ctx);
  return (await listJournal(ctx.db, accountId, JOURNAL_LINES)).map((row) => ({
    id: row.id,
    at: row.at,
    method: row.method,
    outcome: row.outcome,
    source: row.source,
    device: deviceOf(row.user_agent),
    by: row.by_name,
  }));
}

export async function saveProfile(ctx: Ctx, input: z.output<typeof Profile>): Promise<void> {
  const { accountId } = ownerOf(ctx);
  await inTransaction(ctx, async (tx) => {
    await updateProfile(tx.db, accountId, { name: input.name, locale: input.locale, now: tx.clock.now() });
    await audit(tx, { act: 'account.profile_changed', subjectType: 'account', subjectId: accountId });
  });
}

/** Asks the password that is there; tries are counted as at the door. Error beside the field: `password.wrong`. */
export async function provePassword(ctx: Ctx, owner: Owner, field: string, password: string, source: string): Promise<void> {
  const subject = `${owner.email.toLowerCase() || owner.accountId}|${source}`;
  await countGrowingTry(ctx.db, PASSWORD_TRIES, subject, ctx.clock.now());
  if (!(await passwordMatches(ctx.platform, await findPasswordHash(ctx.db, owner.accountId), password))) throw invalid(field, 'password.wrong');
  await forgetTries(ctx.db, PASSWORD_TRIES, subject);
}

/** Changes the password, ends every other session and open links to sign in; the owner gets a mail. Tokens stay: `countOwnTokens` tells of them. Errors: `password.wrong`, `password.too_short`, `password.too_long`. */
export async function changePassword(ctx: Ctx, input: z.output<typeof NewPassword> & Origin): Promise<void> {
  const owner = ownerOf(ctx);
  checkPassword('newPassword', input.newPassword);
  await provePassword(ctx, owner, 'password', input.password, input.source);
  const hash = await hashPassword(ctx.platform, input.newPassword);
  await inTransaction(ctx, async (tx) => {
    const now = tx.clock.now();
    await writePasswordHash(tx.db, owner.accountId, hash, now);
    const ended = await deleteSessionsOf(tx.db, owner.accountId, owner.sessionId === undefined ? {} : { but: owner.sessionId });
    await withdrawSignInLinks(tx, owner.accountId);
    await insertJournalLine(tx.db, { accountId: owner.accountId, outcome: 'password_changed', method: 'password', source: input.source, userAgent: input.userAgent ?? null, now });
    await audit(tx, { act: 'account.password_changed', subjectType: 'account', subjectId: owner.accountId, data: { ended } });
    await queueAccountMail(tx, 'account.password_changed', owner.accountId);
  });
}

/** Ends one of one's own sessions. Error: `page.not_found`. */
export async function endOwnSession(ctx: Ctx, sessionId: string): Promise<void> {
  const { accountId } = ownerOf(ctx);
  await inTransaction(ctx, async (tx) => {
    if (!isId(sessionId) || (await deleteSessionsOf(tx.db, accountId, { only: sessionId })) === 0) throw notFound();
    await audit(tx, { act: 'session.ended', subjectType: 'account', subjectId: accountId, data: { sessionId } });
  });
}

/** Ends every session of one's own but this one. Returns how many there were. */
export async function endOtherSessions(ctx: Ctx): Promise<number> {
  const { accountId, sessionId } = ownerOf(ctx);
  return inTransaction(ctx, async (tx) => {
    const ended = await deleteSessionsOf(tx.db, accountId, sessionId === undefined ? {} : { but: sessionId });
    await audit(tx, { act: 'session.ended_elsewhere', subjectType: 'account', subjectId: accountId, data: { ended } });
    return ended;
  });
}
