import { createHmac, timingSafeEqual } from 'node:crypto';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Actor, type Ctx } from '#server/platform/context.ts';
import { randomToken } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { SignInMethod } from './access.tables.ts';
import { SESSION_SECONDS } from './auth.ts';
import { deleteSession, deleteSessionsOf, findSession, insertSession, prolongSession } from './sessions.queries.ts';

export const SESSION_COOKIE = 'sheberlik_session';
/** How exactly "last used" is known, and how often using a session writes. */
const USE_NOTED_MS = 10 * 60_000;
const LONGEST_AGENT = 300;

/** Where a request comes from, as sessions and the journal keep it. */
export interface Origin {
  source: string;
  userAgent?: string | null | undefined;
}

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

/** Cookie → account with its roles, in one named query; null when there is no valid session. Use prolongs it, noted every ten minutes. */
export async function readSession(platform: Platform, cookie: string | undefined): Promise<CurrentSession | null> {
  const token = cookie ? tokenFromCookie(platform, cookie) : null;
  if (!token) return null;
  const now = platform.clock.now();
  const row = await findSession(platform, token, now);
  if (!row) return null;
  if (now.getTime() - row.updated_at.getTime() > USE_NOTED_MS) {
    await prolongSession(platform.db, row.session_id, new Date(now.getTime() + SESSION_SECONDS * 1000), now);
  }
  const giver = row.giver_id === null ? {} : { onBehalfOf: { accountId: row.giver_id, name: row.giver_name ?? '' } };
  return {
    sessionId: row.session_id,
    actor: { kind: 'account', accountId: row.account_id, name: row.name, email: row.email, grants: row.grants, sessionId: row.session_id, ...giver },
    preferredLocale: row.preferred_locale,
  };
}

/** Opens a session for an account that has proven itself. Returns the cookie's value. */
export async function openSession(platform: Platform, accountId: string, by: Partial<Origin> & { method?: SignInMethod } = {}): Promise<string> {
  const token = randomToken();
  const now = platform.clock.now();
  await insertSession(platform.db, {
    token,
    accountId,
    method: by.method ?? 'password',
    source: by.source ?? null,
    userAgent: by.userAgent?.slice(0, LONGEST_AGENT) ?? null,
    expiresAt: new Date(now.getTime() + SESSION_SECONDS * 1000),
    now,
  });
  return cookieValue(platform, token);
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
