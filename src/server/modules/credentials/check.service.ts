import { networksOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { countTry, type Limit } from '#server/platform/rate-limit.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Locale } from '#lib/i18n/index.ts';
import { readCheckCode } from './check-code.ts';
import type { PrintedHalf } from './credentials.schemas.ts';
import { findIssueByCode, listIssuesByNumber, type CheckedRow } from './check.queries.ts';
import type { CredentialKind } from './credential-kinds.ts';
import type { Series } from './credentials.tables.ts';
import { isOver } from './expiry.rule.ts';
import { initials, standsInName } from './names.rule.ts';
import { formatNumber, parseNumber } from './numbers.rule.ts';

/** Codes cannot be guessed; this limit only keeps a robot from busying the database. An office may check a pile of papers. */
const BY_CODE: Limit = { name: 'check_code', max: 240, windowSeconds: 600 };
/** Numbers are consecutive: one source shall not read a whole register, not even its states. */
const BY_NUMBER: Limit = { name: 'check_number', max: 40, windowSeconds: 600 };
/** Surnames can be guessed: few tries from one place, and few at one certificate from all places together. */
const BY_SURNAME: Limit = { name: 'check_surname', max: 10, windowSeconds: 600 };
const SURNAMES_OF_ONE: Limit = { name: 'check_surname_of', max: 30, windowSeconds: 3600 };

export type CheckState = 'valid' | 'expired' | 'suspended' | 'revoked' | 'replaced' | 'annulled';

/** In the order in which they stand on paper. */
export const PRINTED_LINES = [
  'organisation',
  'title',
  'before',
  'name',
  'after',
  'eventKind',
  'eventTitle',
  'roleLine',
  'dates',
  'hoursLine',
  'minutesLine',
  'ruleLine',
  'collectiveLine',
  'competenciesLine',
  'closing',
  'signatories',
  'number',
  'issuedOn',
  'validLine',
  'duplicateLine',
  'legalLine',
] as const;
export type PrintedLine = (typeof PRINTED_LINES)[number];

export interface CheckedCertificate {
  state: CheckState;
  series: Series;
  number: string;
  kind: CredentialKind;
  /** In groups of four. */
  code: string;
  /** Language of the paper: its lines are in it. */
  locale: Locale;
  issuedOn: string;
  validUntil: string | null;
  revokedAt: Date | null;
  revokeReason: string | null;
  suspendedAt: Date | null;
  suspendReason: string | null;
  replacedBy: string | null;
  /** Number of the certificate that prolongs it. */
  renewedBy: string | null;
  /** Name of the network in the reader's language. */
  network: string;
  nameIsShortened: boolean;
  lines: { line: PrintedLine; text: string }[];
  /** The other half of a paper in two languages. */
  second: { locale: Locale; lines: { line: PrintedLine; text: string }[] } | null;
}

export interface CheckedNumber {
  state: CheckState;
  series: Series;
  number: string;
  network: string;
  /** Whether the surname stands in the printed name; null when none was asked about or the holder is a minor. */
  surnameStands: boolean | null;
}

function stateOf(row: CheckedRow, now: Date): CheckState {
  if (row.annulled_at) return 'annulled';
  if (row.revoked_at) return row.replaced_by ? 'replaced' : 'revoked';
  if (row.suspended_at) return 'suspended';
  return isOver(row.valid_until, now) ? 'expired' : 'valid';
}

async function networkName(ctx: Ctx, networkId: string): Promise<string> {
  const network = (await networksOf(ctx.platform)).find(({ id }) => id === networkId);
  return network ? textIn(network.name, ctx.locale) : '';
}

function linesOf(row: CheckedRow, { signatories, ...fields }: PrintedHalf): { line: PrintedLine; text: string }[] {
  const texts: Record<PrintedLine, string | null | undefined> = {
    competenciesLine: null,
    closing: null,
    validLine: null,
    duplicateLine: null,
    ...fields,
    name: row.holder_is_minor ? initials(row.holder_name) : row.holder_name,
    number: row.number,
    signatories: signatories.map(({ post, name }) => `${name}, ${post}`).join('; '),
  };
  return PRINTED_LINES.flatMap((line) => (texts[line] ? [{ line, text: texts[line] }] : []));
}

/**
 * Everything a certificate says, for whoever holds its code; over all networks of the installation, since a paper names none.
 * `source` is the address of the asker. Errors: `code.incomplete`, `code.mistyped` (422), `code.unknown` (404), `request.too_many`.
 */
export async function checkByCode(ctx: Ctx, input: { code: string; source: string }): Promise<CheckedCertificate> {
  await countTry(ctx.db, BY_CODE, input.source, ctx.clock.now());
  const read = readCheckCode(input.code);
  if ('problem' in read) throw new AppError(read.problem, 422);
  const row = await findIssueByCode(ctx.db, read.code);
  if (!row) throw new AppError('code.unknown', 404);
  return {
    state: stateOf(row, ctx.clock.now()),
    series: row.series,
    number: row.number,
    kind: row.kind,
    code: row.check_code,
    locale: row.locale,
    issuedOn: row.issued_on,
    validUntil: row.valid_until,
    revokedAt: row.revoked_at,
    revokeReason: row.revoke_reason,
    suspendedAt: row.suspended_at,
    suspendReason: row.suspend_reason,
    replacedBy: row.replaced_by,
    renewedBy: row.renewed_by,
    network: await networkName(ctx, row.network_id),
    nameIsShortened: row.holder_is_minor,
    lines: linesOf(row, row.fields),
    second: row.fields.second ? { locale: row.fields.second.locale, lines: linesOf(row, row.fields.second) } : null,
  };
}

/**
 * Only the state, for whoever knows a register number, and whether a surname stands on the paper. More than one answer when several
 * networks have given the same number. Errors: `number.malformed` (422), `number.unknown` (404), `surname.missing`, `request.too_many`.
 */
export async function checkByNumber(ctx: Ctx, input: { number: string; surname?: string | undefined; source: string }): Promise<CheckedNumber[]> {
  const now = ctx.clock.now();
  await countTry(ctx.db, BY_NUMBER, input.source, now);
  const parsed = parseNumber(input.number);
  if (!parsed) throw new AppError('number.malformed', 422);
  const number = formatNumber(parsed);
  if (input.surname !== undefined) {
    await countTry(ctx.db, BY_SURNAME, input.source, now);
    await countTry(ctx.db, SURNAMES_OF_ONE, number, now);
  }
  const rows = await listIssuesByNumber(ctx.db, number);
  if (rows.length === 0) throw new AppError('number.unknown', 404);
  return Promise.all(
    rows.map(async (row) => ({
      state: stateOf(row, now),
      series: row.series,
      number,
      network: await networkName(ctx, row.network_id),
      surnameStands: input.surname === undefined || row.holder_is_minor ? null : standsInName(input.surname, row.holder_name),
    })),
  );
}

/** The answer for machines; its form is part of the public API. */
export function checkedJson(checked: CheckedCertificate) {
  const { state, series, number, kind, locale, issuedOn, validUntil, revokedAt, revokeReason, suspendedAt, suspendReason, replacedBy, renewedBy, network, nameIsShortened, lines, second } = checked;
  return {
    state,
    demonstration: series !== 'register',
    number,
    kind,
    language: locale,
    issuedOn,
    validUntil,
    revokedAt: revokedAt?.toISOString() ?? null,
    revokeReason,
    suspendedAt: suspendedAt?.toISOString() ?? null,
    suspendReason,
    replacedBy,
    renewedBy,
    network,
    nameIsShortened,
    /** Each line exactly as it stands on the paper. */
    printed: Object.fromEntries(lines.map(({ line, text }) => [line, text])),
    second: second && { language: second.locale, printed: Object.fromEntries(second.lines.map(({ line, text }) => [line, text])) },
  };
}
