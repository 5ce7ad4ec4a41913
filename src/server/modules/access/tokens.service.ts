import { z } from 'zod';
import { listOrganisationsOf } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Actor, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { hashToken, isId, randomToken } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { listGrants } from './access.queries.ts';
import { ownerOf } from './account.service.ts';
import { narrowed } from './tokens.policy.ts';
import { countTokensOf, findToken, insertToken, listTokens, noteTokenUse, withdrawToken, withdrawTokensOf } from './tokens.queries.ts';

/** By which a token is known where it should not lie: in a log, in a repository. */
const MARK = 'shb_';
const DAY_MS = 24 * 3600_000;
const USE_NOTED_MS = 10 * 60_000;
export const LONGEST_TOKEN_DAYS = 365;

export const NewToken = z.object({
  name: z.string('field.required').trim().min(2, 'text.too_short').max(80, 'text.too_long'),
  access: z.enum(['read', 'write'], 'choice.missing'),
  /** `network`, or the id of an organisation. */
  place: z.union([z.literal('network'), z.uuid()], 'choice.missing'),
  days: z.coerce.number('number.invalid').int('number.invalid').min(1, 'number.too_small').max(LONGEST_TOKEN_DAYS, 'number.too_large'),
});

/** 401, alike for a token that never was, has ended or was withdrawn. */
const refused = () => new AppError('token.invalid', 401);

/** Who acts by a token: its owner, with what the owner may do now, where the token holds; in another network than its own nobody. Error: `token.invalid`. */
export async function readToken(platform: Platform, token: string, networkId: string): Promise<Extract<Actor, { kind: 'account' }>> {
  const now = platform.clock.now();
  const row = token.startsWith(MARK) && token.length === MARK.length + 32 ? await findToken(platform, hashToken(token), now) : null;
  if (row?.network_id !== networkId) throw refused();
  if (row.last_used_at === null || now.getTime() - row.last_used_at.getTime() > USE_NOTED_MS) await noteTokenUse(platform.db, row.network_id, row.token_id, now);
  return {
    kind: 'account',
    accountId: row.account_id,
    name: row.name,
    email: row.email,
    grants: row.grants.map((grant) => narrowed(grant, row)).filter((grant) => grant !== null),
    token: { id: row.token_id, writes: row.writes },
  };
}

export interface TokenPlaces {
  wholeNetwork: boolean;
  organisations: { id: string; name: LocalizedText }[];
}

/** Where the owner may give a token: the network, when a role holds for all of it, and the organisations in which she holds one. */
export async function tokenPlaces(ctx: Ctx): Promise<TokenPlaces> {
  const { accountId } = ownerOf(ctx);
  const grants = (await listGrants(ctx.db, accountId, ctx.clock.now())).filter((grant) => grant.scopeKind === 'installation' || grant.networkId === ctx.networkId);
  const wholeNetwork = grants.some((grant) => grant.scopeKind === 'installation' || grant.scopeKind === 'network');
  const held = new Set(grants.flatMap((grant) => (grant.scopeKind === 'organisation' && grant.scopeId ? [grant.scopeId] : [])));
  if (!wholeNetwork && held.size === 0) return { wholeNetwork, organisations: [] };
  const organisations = (await listOrganisationsOf(ctx)).filter((one) => wholeNetwork || one.path.some((id) => held.has(id)));
  return { wholeNetwork, organisations: organisations.map(({ id, name }) => ({ id, name })) };
}

/** Gives oneself a token; it is shown this once. Errors: `token.no_right_there` beside `place`, `page.not_found`. */
export async function giveToken(ctx: Ctx, input: z.output<typeof NewToken>): Promise<{ id: string; token: string }> {
  const { accountId } = ownerOf(ctx);
  const places = await tokenPlaces(ctx);
  const isHers = input.place === 'network' ? places.wholeNetwork : places.organisations.some(({ id }) => id === input.place);
  if (!isHers) throw invalid('place', 'token.no_right_there');
  const token = `${MARK}${randomToken()}`;
  return inTransaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const scopeId = input.place === 'network' ? null : input.place;
    const id = await insertToken(tx.db, {
      networkId: tx.networkId,
      accountId,
      name: input.name,
      writes: input.access === 'write',
      scopeKind: scopeId === null ? 'network' : 'organisation',
      scopeId,
      tokenHash: hashToken(token),
      expiresAt: new Date(now.getTime() + input.days * DAY_MS),
      now,
    });
    await audit(tx, { act: 'token.given', subjectType: 'api_token', subjectId: id, data: { access: input.access, scopeId, days: input.days } });
    return { id, token };
  });
}

export interface OwnToken {
  id: string;
  name: string;
  access: 'read' | 'write';
  /** Null: the whole network. */
  organisationId: string | null;
  since: Date;
  until: Date;
  lastUsed: Date | null;
  state: 'valid' | 'expired' | 'withdrawn';
}

/** The own tokens of this network, newest first, with those that ended within 90 days. */
export async function ownTokens(ctx: Ctx): Promise<OwnToken[]> {
  const { accountId } = ownerOf(ctx);
  const now = ctx.clock.now();
  return (await listTokens(ctx.db, ctx.networkId, accountId, new Date(now.getTime() - 90 * DAY_MS))).map((row) => ({
    id: row.id,
    name: row.name,
    access: row.writes ? 'write' : 'read',
    organisationId: row.scope_id,
    since: row.created_at,
    until: row.expires_at,
    lastUsed: row.last_used_at,
    state: row.withdrawn_at ? 'withdrawn' : row.expires_at <= now ? 'expired' : 'valid',
  }));
}

/** Ends an own token at once. Error: `page.not_found`. */
export async function withdrawOwnToken(ctx: Ctx, tokenId: string): Promise<void> {
  const { accountId } = ownerOf(ctx);
  await inTransaction(ctx, async (tx) => {
    if (!isId(tokenId) || !(await withdrawToken(tx.db, tx.networkId, accountId, tokenId, tx.clock.now()))) throw notFound();
    await audit(tx, { act: 'token.withdrawn', subjectType: 'api_token', subjectId: tokenId });
  });
}

/** How many tokens of one's own are good now, in all networks. */
export const countOwnTokens = async (ctx: Ctx): Promise<number> => countTokensOf(ctx.db, ownerOf(ctx).accountId, ctx.clock.now());

/** Ends every token of one's own at once, in all networks. Returns how many there were. */
export async function withdrawAllTokens(ctx: Ctx): Promise<number> {
  const { accountId } = ownerOf(ctx);
  return inTransaction(ctx, async (tx) => {
    const ended = await withdrawTokensOf(tx.db, accountId, tx.clock.now());
    if (ended > 0) await audit(tx, { act: 'token.withdrawn', subjectType: 'account', subjectId: accountId, data: { ended } });
    return ended;
  });
}
