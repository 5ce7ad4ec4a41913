import { z } from 'zod';
import { compareText } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { orNothing } from '#server/platform/fields.ts';
import { readPageKey, turnPage } from '#server/platform/paging.ts';
import { textIn } from '#server/platform/text/index.ts';
import { addDays } from '#server/platform/time/wall-time.ts';
import { registerScope } from './credentials.policy.ts';
import { CREDENTIAL_KINDS, type CredentialKind } from './credential-kinds.ts';
import type { Series } from './credentials.tables.ts';
import { firstValidDay, isOver, RENEWAL_DAYS } from './expiry.rule.ts';
import { latinised } from './numbers.rule.ts';
import { countRegister, listRegister, listRegisterParts, type RegisterRow, type RegisterState, type RegisterWish } from './register.queries.ts';

const PAGE = 50;
/** What a file or a printed journal may hold; more is filtered by year first. */
export const REGISTER_EXPORT_LIMIT = 20_000;
export const REGISTER_PRINT_LIMIT = 2_000;

/** The query of the list page; what cannot be meant is left out, so that a shortened address still opens. */
export const RegisterFilter = z.object({
  q: orNothing(z.string().trim().min(1).max(120)),
  kind: orNothing(z.enum(CREDENTIAL_KINDS)),
  year: orNothing(z.coerce.number().int().min(2000).max(2200)),
  state: orNothing(z.enum(['valid', 'suspended', 'revoked', 'replaced', 'annulled', 'expired', 'expiring'])),
  organisation: orNothing(z.uuid()),
  /** What was issued in one go. */
  list: orNothing(z.uuid()),
  sort: z.enum(['number', '-number', 'name', '-name', 'issued', '-issued']).catch('-issued').default('-issued'),
  after: orNothing(z.string().max(500)),
  before: orNothing(z.string().max(500)),
});
export type RegisterFilter = z.output<typeof RegisterFilter>;

export interface RegisterLine {
  issueId: string;
  number: string;
  series: Series;
  kind: CredentialKind;
  holderName: string;
  eventTitle: string;
  organisation: string;
  issuedOn: string;
  state: RegisterState;
  /** Last day on which it counts; null: for good. */
  validUntil: string | null;
  /** When it first went to anybody: by mail or as a file. */
  givenAt: Date | null;
  renewedBy: string | null;
  revokedAt: Date | null;
  revokeReason: string | null;
  replacedBy: string | null;
}

export interface RegisterList {
  lines: RegisterLine[];
  total: number;
  after: string | null;
  before: string | null;
  years: number[];
  organisations: { id: string; name: string }[];
}

function toLine(ctx: Ctx, row: RegisterRow): RegisterLine {
  return {
    issueId: row.id,
    number: row.number,
    series: row.series,
    kind: row.kind,
    holderName: row.holder_name,
    eventTitle: row.event_title,
    organisation: textIn(row.organisation_name, ctx.locale),
    issuedOn: row.issued_on,
    state: row.annulled_at ? 'annulled' : row.revoked_at ? (row.replaced_by ? 'replaced' : 'revoked') : row.suspended_at ? 'suspended' : isOver(row.valid_until, ctx.clock.now()) ? 'expired' : 'valid',
    validUntil: row.valid_until,
    givenAt: row.given_at,
    renewedBy: row.renewed_by,
    revokedAt: row.revoked_at,
    revokeReason: row.revoke_reason,
    replacedBy: row.replaced_by,
  };
}

function wishOf(ctx: Ctx, filter: RegisterFilter): RegisterWish {
  const scope = registerScope(ctx.actor, ctx.networkId);
  if (scope !== 'network' && scope.length === 0) throw notFound();
  const typed = filter.q ?? '';
  // "PVL-2026", "DEMO-PVL-2026-ATT-00017", also on a Cyrillic keyboard, is the beginning of a number; anything else is a part of a name.
  const number = latinised(typed).replace(/\s+/g, '-');
  const isNumber = /^[A-Z0-9-]*\d{2}[A-Z0-9-]*$/.test(number);
  const escaped = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
  return {
    scope,
    number: typed && isNumber ? escaped(number) : null,
    name: typed && !isNumber ? escaped(typed) : null,
    kind: filter.kind ?? null,
    year: filter.year ?? null,
    state: filter.state ?? null,
    organisationId: filter.organisation ?? null,
    batchId: filter.list ?? null,
    today: firstValidDay(ctx.clock.now()),
    soon: addDays(firstValidDay(ctx.clock.now()), RENEWAL_DAYS),
  };
}

/**
 * One page of the register that the actor may read, its total and what it can be filtered by; three queries however many lines.
 * Error: `page.not_found` for whoever reads no register here.
 */
export async function listRegisterFor(ctx: Ctx, filter: RegisterFilter): Promise<RegisterList> {
  const wish = wishOf(ctx, filter);
  const [rows, total, parts] = await Promise.all([readRows(ctx, wish, filter, PAGE), countRegister(ctx, wish), listRegisterParts(ctx, wish.scope)]);
  const byName = compareText(ctx.locale);
  const organisations = new Map(parts.map((part) => [part.organisation_id, textIn(part.organisation_name, ctx.locale)]));
  return {
    lines: rows.shown.map((row) => toLine(ctx, row)),
    total,
    after: rows.after,
    before: rows.before,
    years: [...new Set(parts.map(({ year }) => year))],
    organisations: [...organisations].map(([id, name]) => ({ id, name })).sort((a, b) => byName(a.name, b.name)),
  };
}

async function readRows(ctx: Ctx, wish: RegisterWish, filter: RegisterFilter, limit: number) {
  const from = readPageKey(filter);
  const found = await listRegister(ctx, wish, {
    sort: filter.sort.replace('-', '') as 'number' | 'name' | 'issued',
    descending: filter.sort.startsWith('-'),
    limit,
    from,
    locale: ctx.locale,
  });
  return turnPage(found, limit, from);
}

/** The whole filtered register in the order asked for, for files and paper; `total` tells when `limit` cut it off. */
export async function listWholeRegisterFor(ctx: Ctx, filter: RegisterFilter, limit: number): Promise<{ lines: RegisterLine[]; total: number }> {
  const wish = wishOf(ctx, filter);
  const [rows, total] = await Promise.all([readRows(ctx, wish, { ...filter, after: undefined, before: undefined }, limit), countRegister(ctx, wish)]);
  return { lines: rows.shown.map((row) => toLine(ctx, row)), total };
}
