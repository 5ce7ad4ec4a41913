import { z } from 'zod';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { countGrowingTry, countTry, forgetTries } from '#server/platform/rate-limit.ts';
import { ownerOf } from './account.service.ts';
import { consumeLink, readLink } from './links.service.ts';
import { findMailbox, findPin, listMailboxAccounts, updatePin } from './mailbox.queries.ts';
import { checkPin, hashPin, PIN_TRIES, PIN_TRIES_A_DAY, pinMatches } from './pins.ts';
import { deleteSessionsOf, insertJournalLine } from './sessions.queries.ts';
import type { Origin } from './sessions.service.ts';

export const MailboxSignIn = z.object({ account: z.uuid('choice.missing'), pin: z.string().trim().max(20).default('') });

/** Whose names the page behind the link of a shared mailbox offers. */
export interface MailboxChoice {
  address: string;
  accounts: { id: string; name: string; needsPin: boolean }[];
}

export async function readMailbox(ctx: Ctx, mailboxId: string): Promise<MailboxChoice> {
  const mailbox = await findMailbox(ctx.db, mailboxId);
  if (!mailbox) throw new AppError('link.invalid', 404);
  const accounts = await listMailboxAccounts(ctx.db, mailboxId);
  return { address: mailbox.address, accounts: accounts.map(({ id, name, pin_hash: hash }) => ({ id, name, needsPin: hash !== null })) };
}

/** Tries are counted by account and source, and by account alone: whoever reads the mailbox is near. Error beside the field: `pin.wrong`. */
export async function provePin(ctx: Ctx, accountId: string, field: string, pin: string, origin: Origin, hash: string): Promise<void> {
  const now = ctx.clock.now();
  const pair = `${accountId}|${origin.source}`;
  await countGrowingTry(ctx.db, PIN_TRIES, pair, now);
  await countTry(ctx.db, PIN_TRIES_A_DAY, accountId, now);
  if (!(await pinMatches(ctx.platform, accountId, hash, pin))) {
    await insertJournalLine(ctx.db, { accountId, method: 'pin', outcome: 'refused', source: origin.source, userAgent: origin.userAgent ?? null, now });
    throw invalid(field, 'pin.wrong');
  }
  await forgetTries(ctx.db, PIN_TRIES, pair);
}

/**
 * Proves the name chosen behind the link of a shared mailbox and uses the link up; a wrong PIN leaves it. Returns the account. Errors as in
 * `readLink`, `choice.missing` and `pin.wrong` beside their fields, `request.too_many`.
 */
export async function useMailboxLink(ctx: Ctx, input: { token: string; account: string; pin: string } & Origin): Promise<{ accountId: string; method: 'pin' | 'link' }> {
  const link = await readLink(ctx, input.token, 'mailbox');
  const account = (await listMailboxAccounts(ctx.db, link.subjectId)).find(({ id }) => id === input.account);
  if (!account) throw invalid('account', 'choice.missing');
  if (account.pin_hash !== null) await provePin(ctx, account.id, 'pin', input.pin, input, account.pin_hash);
  await inTransaction(ctx, (tx) => consumeLink(tx, input.token, 'mailbox'));
  return { accountId: account.id, method: account.pin_hash === null ? 'link' : 'pin' };
}

/** The own PIN: through which mailbox, since when; null: there is none. */
export async function ownPin(ctx: Ctx): Promise<{ address: string; since: Date } | null> {
  const row = await findPin(ctx.db, ownerOf(ctx).accountId);
  return row ? { address: row.address, since: row.set_at } : null;
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
    const now = tx.clock.now();
    if (!(await updatePin(tx.db, owner.accountId, hash, now))) throw notFound();
    const ended = await deleteSessionsOf(tx.db, owner.accountId, owner.sessionId === undefined ? {} : { but: owner.sessionId });
    await insertJournalLine(tx.db, { accountId: owner.accountId, outcome: 'pin_changed', method: 'pin', source: input.source, userAgent: input.userAgent ?? null, now });
    await audit(tx, { act: 'account.pin_changed', subjectType: 'account', subjectId: owner.accountId, data: { ended } });
  });
}
