import { createHmac } from 'node:crypto';
import { isReadOnly, readOnlyRefusal, type Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { hashToken, newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import { deleteLinks, findLinkByHash, findOpenLink, insertLink, useLink, withdrawLinks, type LinkRow } from './access.queries.ts';

/** What a personal link opens. One purpose a link; a link for one thing never opens another. */
export type LinkPurpose =
  | 'sign_in'
  | 'mailbox'
  /** Handed over by who runs the installation, never by mail. */
  | 'way_back'
  | 'set_password'
  | 'invitation'
  | 'registration'
  | 'collective'
  /** Opens the sheet of a rater from outside. */
  | 'rater'
  | 'certificate'
  /** Shows one certificate to whoever has it; opens at once, for it changes nothing. */
  | 'share'
  | 'unsubscribe'
  | 'consent'
  | 'first_run';

export interface IssuedLink {
  id: string;
  token: string;
  /** Path without language prefix; the page behind it asks for a press of a button and changes nothing on GET. */
  path: string;
  expiresAt: Date;
}

/** 192 bits that only the installation key can make again from the id: nothing secret is stored, mails can be rendered late. */
function tokenOf(platform: Platform, linkId: string): string {
  return createHmac('sha256', platform.keys.derive('links')).update(linkId).digest().subarray(0, 24).toString('base64url');
}

/** Makes a link for one purpose and one subject, valid until `expiresAt` (an instant). Errors: `looking.read_only`, `token.read_only` (403), also where a page would make one by being read. */
export async function issueLink(
  ctx: Ctx,
  input: { purpose: LinkPurpose; subjectId: string; expiresAt: Date; singleUse?: boolean; anyNetwork?: boolean },
): Promise<IssuedLink> {
  if (isReadOnly(ctx.actor)) throw readOnlyRefusal(ctx.actor);
  const id = newId();
  const token = tokenOf(ctx.platform, id);
  await insertLink(ctx.db, {
    id,
    networkId: input.anyNetwork ? null : ctx.networkId,
    purpose: input.purpose,
    subjectId: input.subjectId,
    tokenHash: hashToken(token),
    expiresAt: input.expiresAt,
    singleUse: input.singleUse ?? false,
    now: ctx.clock.now(),
  });
  return { id, token, path: `/l/${token}`, expiresAt: input.expiresAt };
}

/** The link that was made for this subject and is still open, e.g. to print it again; null when there is none. */
export async function findLinkFor(ctx: Ctx, purpose: LinkPurpose, subjectId: string): Promise<IssuedLink | null> {
  const row = await findOpenLink(ctx.db, purpose, subjectId, ctx.clock.now());
  if (!row) return null;
  const token = tokenOf(ctx.platform, row.id);
  return { id: row.id, token, path: `/l/${token}`, expiresAt: row.expires_at };
}

export interface OpenLink {
  id: string;
  purpose: LinkPurpose;
  subjectId: string;
  networkId: string | null;
  expiresAt: Date;
}

/**
 * What a token opens; with purposes only a link for one of them. Errors: `link.invalid` (never made, forged or withdrawn; also a link of another network),
 * `link.expired`, `link.used`.
 */
export async function readLink(ctx: Ctx, token: string, ...purposes: LinkPurpose[]): Promise<OpenLink> {
  const row = token.length === 32 ? await findLinkByHash(ctx.db, hashToken(token)) : undefined;
  return check(ctx, row, purposes);
}

function check(ctx: Ctx, row: LinkRow | undefined, purposes: readonly LinkPurpose[]): OpenLink {
  if (!row || row.withdrawn_at || (purposes.length > 0 && !purposes.some((purpose) => purpose === row.purpose))) throw new AppError('link.invalid', 404);
  if (row.network_id && row.network_id !== ctx.networkId) throw new AppError('link.invalid', 404);
  if (row.expires_at <= ctx.clock.now()) throw new AppError('link.expired', 410);
  if (row.single_use && row.used_at) throw new AppError('link.used', 410);
  return {
    id: row.id,
    purpose: row.purpose as LinkPurpose,
    subjectId: row.subject_id,
    networkId: row.network_id,
    expiresAt: row.expires_at,
  };
}

/** Uses up a single-use link inside the transaction of the deed; of two presses at once one succeeds. */
export async function consumeLink(tx: Ctx, token: string, purpose: LinkPurpose): Promise<OpenLink> {
  const link = await readLink(tx, token, purpose);
  if (!(await useLink(tx.db, link.id, tx.clock.now()))) throw new AppError('link.used', 410);
  return link;
}

/** Takes back every open link of this purpose for the subject. */
export async function withdrawLinksFor(ctx: Ctx, purpose: LinkPurpose, subjectId: string): Promise<void> {
  await withdrawLinks(ctx.db, purpose, subjectId, ctx.clock.now());
}

/** Takes back every open link that signs the account in or gives it another password. */
export async function withdrawSignInLinks(ctx: Ctx, accountId: string): Promise<void> {
  for (const purpose of ['sign_in', 'way_back', 'set_password'] as const) await withdrawLinks(ctx.db, purpose, accountId, ctx.clock.now());
}

/** Removes every link of these subjects, as if it had never been made: what they opened is gone. */
export async function eraseLinksFor(ctx: Ctx, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length > 0) await deleteLinks(ctx.db, ctx.networkId, subjectIds);
}
