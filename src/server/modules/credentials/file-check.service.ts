import { createHash } from 'node:crypto';
import type { Ctx } from '#server/platform/context.ts';
import { AppError, invalid } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { readAttachment } from '#server/platform/pdf/index.ts';
import { countTry, type Limit } from '#server/platform/rate-limit.ts';
import { isSignedBy } from './badge-signing.ts';
import { differencesOf } from './badge-differences.rule.ts';
import { readCheckCode } from './check-code.ts';
import { checkByCode, type CheckedCertificate } from './check.service.ts';
import { findCodeOfPaper, findIssueByCode } from './check.queries.ts';
import { keyDocument } from './issuer-did.rule.ts';
import { isPng, unbakePng } from './png-badge.ts';
import { findSigned } from './signing.queries.ts';

/** Reading a PDF takes a process of its own for a second. */
const BY_FILE: Limit = { name: 'check_file', max: 60, windowSeconds: 600 };
export const CHECK_FILE_MOST_BYTES = 5_000_000;
const MOST_CREDENTIAL_BYTES = 200_000;

/**
 * - `issued`: byte for byte a paper that we gave out, or just the credential that we signed.
 * - `altered_around`: another file, with a credential inside that we signed: what stands in the file itself is to be compared with it.
 * - `altered`: a credential that names one of ours and says something else, or is not signed by us.
 * - `nothing`: nothing of ours.
 */
export type FileOutcome = 'issued' | 'altered_around' | 'altered' | 'nothing';
export type FileKind = 'pdf' | 'png' | 'json';

export interface CheckedFile {
  outcome: FileOutcome;
  kind: FileKind;
  /** What the register says; null when the file names nothing of ours, or names it without its code. */
  checked: CheckedCertificate | null;
  /** Where an altered credential says something else; the words of the standard, as paths. */
  changed: string[];
}

export function kindOfFile(bytes: Buffer): FileKind | null {
  if (bytes.subarray(0, 1024).includes('%PDF-')) return 'pdf';
  if (isPng(bytes)) return 'png';
  return /^\uFEFF?\s*\{/.test(bytes.subarray(0, 200).toString('utf8')) ? 'json' : null;
}

/**
 * Compares a file with what we gave out: a PDF by its finger-print and else by the credential attached to it, a PNG by the credential baked
 * into it, a JSON by itself. Nothing of the file is kept. `source` is the address of the asker. Errors beside `file`: `field.required`,
 * `csv.too_large`, `file.not_checkable`; `request.too_many`, `file.busy`.
 */
export async function checkFile(ctx: Ctx, input: { bytes: Uint8Array; source: string }): Promise<CheckedFile> {
  const bytes = Buffer.from(input.bytes);
  if (bytes.length === 0) throw invalid('file', 'field.required');
  if (bytes.length > CHECK_FILE_MOST_BYTES) throw invalid('file', 'csv.too_large', { megabytes: CHECK_FILE_MOST_BYTES / 1_000_000 });
  const kind = kindOfFile(bytes);
  if (!kind) throw invalid('file', 'file.not_checkable');
  await countTry(ctx.db, BY_FILE, input.source, ctx.clock.now());
  if (kind === 'pdf') return checkPdf(ctx, bytes, input.source);
  const text = kind === 'png' ? unbakePng(bytes) : bytes.toString('utf8').replace(/^\uFEFF/, '');
  const inside = text === null ? NOTHING : await checkCredential(ctx, text, input.source);
  return { ...inside, kind };
}

type Inside = Omit<CheckedFile, 'kind'>;
const NOTHING: Inside = { outcome: 'nothing', checked: null, changed: [] };

async function checkPdf(ctx: Ctx, bytes: Buffer, source: string): Promise<CheckedFile> {
  const code = await findCodeOfPaper(ctx.db, createHash('sha256').update(bytes).digest('hex'));
  if (code) return { outcome: 'issued', kind: 'pdf', checked: await checkByCode(ctx, { code, source }), changed: [] };
  const attached = await readAttachment(bytes, 'credential.json');
  if (attached === 'busy') throw new AppError('file.busy', 503);
  if (!attached) return { ...NOTHING, kind: 'pdf' };
  const inside = await checkCredential(ctx, attached.text, source);
  // The credential is ours, and these bytes are not: somebody has saved the paper anew, or changed it.
  return { ...inside, outcome: inside.outcome === 'issued' ? 'altered_around' : inside.outcome, kind: 'pdf' };
}

async function checkCredential(ctx: Ctx, text: string, source: string): Promise<Inside> {
  const document = readDocument(text);
  const [, id = ''] = /^urn:uuid:(.{36})$/.exec(typeof document?.['id'] === 'string' ? document['id'] : '') ?? [];
  const signed = document && isId(id) ? await findSigned(ctx.db, id) : undefined;
  if (!document || !signed) return NOTHING;
  const original = JSON.parse(signed.document) as Record<string, unknown>;
  const changed = differencesOf(original, document);
  const isWhole = changed.length === 0 && (await isOurs(document, signed));
  // Every field is told to whoever has the code, which stands in the credential; one who made it up from a number learns nothing.
  const code = codeIn(document);
  const row = code === null ? undefined : await findIssueByCode(ctx.db, code);
  const checked = code !== null && row?.id === id ? await checkByCode(ctx, { code, source }) : null;
  return { outcome: isWhole ? 'issued' : 'altered', checked, changed: checked ? changed : [] };
}

async function isOurs(document: Record<string, unknown>, signed: { issuer: string; key_name: string; public_key: string; compromised_at: Date | null }): Promise<boolean> {
  if (signed.compromised_at) return false;
  const method = keyDocument(signed.issuer, { name: signed.key_name, public_key: signed.public_key });
  const known = new Map<string, unknown>([
    [method.id, { '@context': 'https://w3id.org/security/multikey/v1', ...method }],
    [signed.issuer, { '@context': ['https://www.w3.org/ns/did/v1'], id: signed.issuer, verificationMethod: [method], assertionMethod: [method.id] }],
  ]);
  return isSignedBy(document, known).catch(() => false);
}

function readDocument(text: string): Record<string, unknown> | null {
  if (text.length > MOST_CREDENTIAL_BYTES) return null;
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function codeIn(document: Record<string, unknown>): string | null {
  const [evidence] = Array.isArray(document['evidence']) ? (document['evidence'] as unknown[]) : [];
  const address = typeof evidence === 'object' && evidence !== null ? (evidence as { id?: unknown }).id : null;
  const read = typeof address === 'string' ? readCheckCode(address) : null;
  return read && 'code' in read ? read.code : null;
}
