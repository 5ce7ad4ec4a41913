import { z } from 'zod';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { countGrowingTry, forgetTries, isPast, noteTry } from '#server/platform/rate-limit.ts';
import { findPasswordHash } from './account.queries.ts';
import { ownerOf, provePassword, type Owner } from './account.service.ts';
import { consumeLink, readLink, withdrawLinksFor } from './links.service.ts';
import { deletePin, ensureMailbox, findMailbox, findPin, listMailboxAccounts, updatePin, writePin } from './mailbox.queries.ts';
import { checkPin, hashPin, PIN_TRIES, pinMatches, SLOW_PIN_TRIES, WRONG_PINS_A_DAY } from './pins.ts';
import { deleteSessionsOf, insertJournalLine } from './sessions.queries.ts';
import type { Origin } from './sessions.service.ts';
import { isSharedAddress } from './shared-addresses.ts';

export const MailboxSignIn = z.object({ account: z.uuid('choice.missing'), pin: z.string().trim().max(20).default('') });

/** Whose names the page behind the link of a shared mailbox offers. */
export interface MailboxChoice {
  address: string;
  /** Who has no PIN yet cannot come this way. */
  accounts: { id: string; name: string; hasPin: boolean }[];
}

export async function readMailbox(ctx: Ctx, mailboxId: string): Promise<MailboxChoice> {
  const mailbox = await findMailbox(ctx.db, mailboxId);
  if (!mailbox) throw new AppError('link.invalid', 404);
  const accounts = await listMailboxAccounts(ctx.db, mailboxId);
  return { address: mailbox.address, accounts: accounts.map(({ id, name, pin_hash: hash }) => ({ id, name, hasPin: hash !== null })) };
}

/**
 * Tries are counted by account and source together, so that the owner comes in from hers while somebody guesses from another; many wrong ones of
 * an account leave each source one try at a time, since whoever reads the mailbox is near. Error beside the field: `pin.wrong`.
 */
export async function provePin(ctx: Ctx, accountId: string, field: string, pin: string, origin: Origin, hash: string): Promise<void> {
  const now = ctx.clock.now();
  const pair = `${accountId}|${origin.source}`;
  const slow = await isPast(ctx.db, WRONG_PINS_A_DAY, accountId, now);
  await countGrowingTry(ctx.db, PIN_TRIES, pair, now);
  if (slow) await countGrowingTry(ctx.db, SLOW_PIN_TRIES, pair, now);
  if (!(await pinMatches(ctx.platform, accountId, hash, pin))) {
    await noteTry(ctx.db, WRONG_PINS_A_DAY, accountId, now);
    await insertJournalLine(ctx.db, { accountId, method: 'pin', outcome: 'refused', source: origin.source, userAgent: origin.userAgent ?? null, now });
    throw invalid(field, 'pin.wrong');
  }
  await forgetTries(ctx.db, PIN_TRIES, pair);
  await forgetTries(ctx.db, SLOW_PIN_TRIES, pair);
}

/**
 * Proves the name chosen behind the link of a shared mailbox and uses the link up; a wrong PIN leaves it. Returns the account. Errors as in
 * `readLink`, `choice.missing`, `pin.not_set` and `pin.wrong` beside their fields, `request.too_many`.
 */
export async function useMailboxLink(ctx: Ctx, input: { token: string; account: string; pin: string } & Origin): Promise<{ accountId: string; method: 'pin' }> {
  const link = await readLink(ctx, input.token, 'mailbox');
  const account = (await listMailboxAccounts(ctx.db, link.subjectId)).find(({ id }) => id === input.account);
  if (!account) throw invalid('account', 'choice.missing');
  if (account.pin_hash === null) throw invalid('account', 'pin.not_set');
  await provePin(ctx, account.id, 'pin', input.pin, input, account.pin_hash);
  await inTransaction(ctx, (tx) => consumeLink(tx, input.token, 'mailbox'));
  return { accountId: account.id, method: 'pin' };
}

export interface OwnPin {
  /** Whose link it is asked behind. */
  address: string;
  /** Null: there is none yet. */
  since: Date | null;
  /** The own address, and without a PIN links to it open nothing: others are known to read it. */
  isNeeded: boolean;
}

/** The own PIN, or where one could be set; null: signs in by a name, or through no mailbox at all. */
export async function ownPin(ctx: Ctx): Promise<OwnPin | null> {
  const { accountId, email } = ownerOf(ctx);
  const row = await findPin(ctx.db, accountId);
  if (row) return { address: row.address, since: row.set_at, isNeeded: false };
  return email ? { address: email, since: null, isNeeded: await isSharedAddress(ctx, email) } : null;
}

export const FirstPin = z.object({ password: z.string().max(200).default(''), newPin: z.string('field.required').trim().min(1, 'field.required').max(20) });

/**
 * Sets a first PIN for the own address, which is from then on a mailbox that others read, too: links to it ask for name and PIN. Ends all
 * other sessions. Errors: `page.not_found` without an address or with a PIN, `password.wrong` where there is one, `pin.wrong_length`,
 * `pin.too_simple`.
 */
export async function setFirstPin(ctx: Ctx, input: z.output<typeof FirstPin> & Origin): Promise<void> {
  const owner = ownerOf(ctx);
  if (!owner.email || (await findPin(ctx.db, owner.accountId))) throw notFound();
  checkPin('newPin', input.newPin);
  if ((await findPasswordHash(ctx.db, owner.accountId)) !== undefined) await provePassword(ctx, owner, 'password', input.password, input.source);
  const pinHash = await hashPin(ctx.platform, owner.accountId, input.newPin);
  await inTransaction(ctx, async (tx) => {
    await writePin(tx.db, { accountId: owner.accountId, mailboxId: await ensureMailbox(tx.db, owner.email.toLowerCase()), pinHash, now: tx.clock.now() });
    await withdrawLinksFor(tx, 'sign_in', owner.accountId);
    await notePinChange(tx, owner, input);
  });
}

async function notePinChange(tx: Ctx, owner: Owner, origin: Origin): Promise<void> {
  const ended = await deleteSessionsOf(tx.db, owner.accountId, owner.sessionId === undefined ? {} : { but: owner.sessionId });
  await insertJournalLine(tx.db, { accountId: owner.accountId, outcome: 'pin_changed', method: 'pin', source: origin.source, userAgent: origin.userAgent ?? null, now: tx.clock.now() });
  await audit(tx, { act: 'account.pin_changed', subjectType: 'account', subjectId: owner.accountId, data: { ended } });
}

export const NewPin = z.object({ pin: z.string('field.required').trim().min(1, 'field.required').max(20), newPin: z.string('field.required').trim().min(1, 'field.required').max(20) });

/** Changes the own PIN and ends all other sessions. Errors: `page.not_found`, `pin.wrong`, `pin.wrong_length`, `pin.too_simple`. */
export async function changePin(ctx: Ctx, input: z.output<typeof NewPin> & Origin): Promise<void> {
  const owner = ownerOf(ctx);
  const row = await findPin(ctx.db, owner.accountId);
  if (!row) throw notFound();
  checkPin('newPin', input.newPin);
  await provePin(ctx, owner.accountId, 'pin', input.pin, input, row.pin_hash);
  const hash = await hashPin(ctx.platform, owner.accountId, input.newPin);
  await inTransaction(ctx, async (tx) => {
    if (!(await updatePin(tx.db, owner.accountId, hash, tx.clock.now()))) throw notFound();
    await notePinChange(tx, owner, input);
  });
}

export const RemovePin = z.object({ pin: z.string('field.required').trim().min(1, 'field.required').max(20) });

/**
 * Takes the own PIN away and ends all other sessions: from then on one signs in by password, or by a link to a mailbox nobody else uses. Errors:
 * `page.not_found`, `pin.wrong`, `pin.only_way` where neither is left.
 */
export async function removePin(ctx: Ctx, input: z.output<typeof RemovePin> & Origin): Promise<void> {
  const owner = ownerOf(ctx);
  const row = await findPin(ctx.db, owner.accountId);
  if (!row) throw notFound();
  await provePin(ctx, owner.accountId, 'pin', input.pin, input, row.pin_hash);
  const hasPassword = (await findPasswordHash(ctx.db, owner.accountId)) !== undefined;
  await inTransaction(ctx, async (tx) => {
    await deletePin(tx.db, owner.accountId);
    if (!hasPassword && (!owner.email || (await isSharedAddress(tx, owner.email.toLowerCase())))) throw invalid('pin', 'pin.only_way');
    await notePinChange(tx, owner, input);
  });
}
