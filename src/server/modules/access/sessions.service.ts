import { createHmac, timingSafeEqual } from 'node:crypto';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Actor, type Ctx } from '#server/platform/context.ts';
import { randomToken } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { SignInMethod } from './access.tables.ts';
import { SESSION_SECONDS } from './auth.ts';
import { mayLookAs } from './access.policy.ts';
import { deleteSession, deleteSessionsOf, findSession, insertSession, prolongSession, type SessionRow } from './sessions.queries.ts';

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

type Owner = Extract<Actor, { kind: 'account' }>;

export interface CurrentSession {
  sessionId: string;
  actor: Owner;
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
  const own: Owner = { kind: 'account', accountId: row.account_id, name: row.name, email: row.email, grants: row.grants, sessionId: row.session_id, ...giver };
  return {
    sessionId: row.session_id,
    actor: asViewed(own, row),
    preferredLocale: row.preferred_locale,
  };
}

/** The person as whom an administrator looks, while it lasts and the administrator still may; else oneself. */
function asViewed(own: Owner, row: SessionRow): Owner {
  const { viewed_id: id, viewed_network_id: networkId, viewed_until: until, viewed_grants: grants } = row;
  if (id === null || networkId === null || until === null || grants === null || mayLookAs(own, id, grants, networkId) !== null) return own;
  const viewedBy = { accountId: own.accountId, name: own.name, until };
  return { kind: 'account', accountId: id, name: row.viewed_name ?? '', email: row.viewed_email ?? '', grants, sessionId: row.session_id, viewedBy };
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
