import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { contactOf, listContactsFor, matchNames, networkOf, noteInRecords, publicUrl, readContactsFor, tiePersonToAccount, type PeopleFilter, type PersonContact } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import type { Platform } from '#server/platform/platform.ts';
import { countGrowingTry, countTry, forgetTries, type Limit } from '#server/platform/rate-limit.ts';
import { seal, unseal } from '#server/platform/sealed.ts';
import { findAccount, insertRole } from './access.queries.ts';
import { deletePassword, writePasswordHash } from './account.queries.ts';
import { cardRefusal, placedGrant, type NoCard } from './cards.policy.ts';
import * as rows from './cards.queries.ts';
import { plainCode, randomCode, shownCode } from './codes.ts';
import { deletePin, ensureMailbox, writePin } from './mailbox.queries.ts';
import { checkPassword, hashPassword } from './passwords.ts';
import { checkPin, hashPin } from './pins.ts';
import { deleteSessionsOf, insertJournalLine } from './sessions.queries.ts';
import type { Origin } from './sessions.service.ts';
import { sharedAmong } from './shared-addresses.ts';
import { withdrawSignInLinks } from './links.service.ts';
import { withdrawTokensOf } from './tokens.queries.ts';
import { findAccountByIdentity, identityOf, readSignInName, shownSignInName } from './sign-in-names.ts';

/** One print, and one transaction. */
export const MOST_CARDS = 100;
const CARD_DAYS = 7;
const CODE_LENGTH = 10;
const CARD_TRIES: Limit = { name: 'card', max: 8, windowSeconds: 600 };
const SOURCE_TRIES: Limit = { name: 'card_source', max: 100, windowSeconds: 600 };

/** Under a key that no backup holds: fifty bits alone could be searched through. */
const hashOf = (platform: Platform, code: string): string => createHmac('sha256', platform.keys.derive('sign-in-cards')).update(code).digest('base64url');

export interface CardLine extends PersonContact {
  role: 'head' | 'specialist';
  /** Why no card is printed; null: one is. */
  reason: NoCard | null;
  /** Until when a card that was printed before can be used; a new one ends it. */
  openUntil: Date | null;
}

async function planFor(ctx: Ctx, people: readonly PersonContact[]): Promise<CardLine[]> {
  const accounts = new Map((await rows.listHeldAccounts(ctx, people.flatMap(({ accountId }) => accountId ?? []))).map((row) => [row.id, row]));
  const shared = await sharedAmong(ctx, [...accounts.values()].flatMap(({ email }) => email ?? []));
  const open = new Map((await rows.listOpenCards(ctx, people.map(({ id }) => id))).map((row) => [row.personId, row.expiresAt]));
  return people.map((person) => {
    const account = accounts.get(person.accountId ?? '');
    const role = person.isHead ? ('head' as const) : ('specialist' as const);
    const reason = cardRefusal(ctx.actor, {
      networkId: ctx.networkId,
      accountId: person.accountId,
      hasOwnMailbox: account?.email != null && !shared.has(account.email),
      grants: (account?.grants ?? []).map(placedGrant),
      isWorking: person.isWorking,
      organisationPath: person.organisationPath,
      role,
    });
    return { ...person, role, reason, openUntil: open.get(person.id) ?? null };
  });
}

/** For whom of these a card can be printed: the people a filter finds, or named ones. Error: `page.not_found` for whoever keeps nobody's record. */
export async function planCards(ctx: Ctx, of: { filter: PeopleFilter } | { people: readonly string[] }): Promise<CardLine[]> {
  return planFor(ctx, 'filter' in of ? await listContactsFor(ctx, of.filter, MOST_CARDS) : await readContactsFor(ctx, of.people.slice(0, MOST_CARDS)));
}

export const PrintCards = z.object({ people: z.array(z.uuid()).min(1, 'card.nobody').max(MOST_CARDS) });

/** What stands on a card; the code is nowhere else. */
export interface PrintedCard {
  personId: string;
  name: string;
  signInName: string;
  code: string;
  expiresAt: Date;
}

export interface PrintedCards {
  network: string;
  /** Where they are used, to be typed by hand. */
  address: string;
  cards: PrintedCard[];
}

async function nameFor(tx: Ctx, person: CardLine): Promise<rows.SignInName> {
  const { key } = readSignInName(person.shortName);
  const known = await rows.findSignInName(tx, person.id);
  if (known?.name_key === key) return known;
  // Another name since the last card: what was printed under the old one ends with it.
  if (known) await rows.dropSignInName(tx, known.id);
  for (let attempt = 0; attempt < 5; attempt++) {
    const taken = await rows.takeSignInName(tx, { personId: person.id, accountId: person.accountId, name: person.shortName, nameKey: key });
    if (taken) return taken;
  }
  throw new AppError('record.changed_meanwhile', 409);
}

/**
 * Prints cards for those of the people for whom the actor may: each ends an older one. Who printed stands in the audit and in the
 * person's journal. Errors: `page.not_found`, `card.nobody`.
 */
export async function printCards(ctx: Ctx, input: z.output<typeof PrintCards>): Promise<PrintedCards> {
  const plan = await planCards(ctx, input);
  if (plan.length === 0) throw notFound();
  const wanted = plan.filter(({ reason }) => reason === null);
  if (wanted.length === 0) throw invalid('people', 'card.nobody');
  const { name } = await networkOf(ctx);
  const expiresAt = new Date(ctx.clock.now().getTime() + CARD_DAYS * 24 * 3600_000);
  const cards = await inTransaction(ctx, async (tx) => {
    const printed: PrintedCard[] = [];
    await rows.lockPrinting(tx);
    for (const person of wanted) {
      const signIn = await nameFor(tx, person);
      await rows.withdrawCards(tx, signIn.id);
      const code = randomCode(CODE_LENGTH);
      const cardId = await rows.insertCard(tx, {
        nameId: signIn.id,
        accountId: person.accountId,
        codeHash: hashOf(tx.platform, code),
        role: person.role,
        organisationId: person.organisationId ?? '',
        printedBy: tx.actor.kind === 'account' ? tx.actor.accountId : null,
        expiresAt,
      });
      await audit(tx, { act: 'card.printed', subjectType: 'person', subjectId: person.id, data: { cardId, role: person.role } });
      printed.push({ personId: person.id, name: person.name, signInName: shownSignInName(signIn), code: shownCode(code, 5), expiresAt });
    }
    await noteInRecords(tx, wanted.map(({ id }) => id), 'person.card_printed');
    return printed;
  });
  return { network: name[ctx.locale]?.text ?? '', address: await publicUrl(ctx, '/sign-in/card', ctx.locale), cards };
}

export const CardSignIn = z.object({ name: z.string('field.required').trim().min(1, 'field.required').max(200), code: z.string('field.required').trim().min(1, 'field.required').max(40) });
/** By what she signs in from now on. */
export const CardKey = z
  .object({ way: z.enum(['password', 'pin'], 'choice.missing').default('password'), password: z.string().max(200).default(''), pin: z.string().trim().max(20).default('') })
  .refine(({ way, password }) => way === 'pin' || password !== '', { path: ['password'], error: 'field.required' })
  .refine(({ way, pin }) => way === 'password' || pin !== '', { path: ['pin'], error: 'field.required' });
type CardKey = z.output<typeof CardKey>;

const PENDING = 'sign-in-card';
const PENDING_MS = 20 * 60_000;

/**
 * Proves name and code of a card, which stays unused until a password or PIN is chosen. Returns, sealed, whose turn it is. Errors: `card.wrong`;
 * `card.over` for the right code of a card that was used, replaced or has ended; `request.too_many`.
 */
export async function openCard(ctx: Ctx, input: z.output<typeof CardSignIn> & Origin): Promise<string> {
  const now = ctx.clock.now();
  const pair = `${identityOf(input.name)}|${input.source}`;
  await countTry(ctx.db, SOURCE_TRIES, input.source, now);
  await countGrowingTry(ctx.db, CARD_TRIES, pair, now);
  const card = await rows.findCard(ctx.db, { codeHash: hashOf(ctx.platform, plainCode(input.code)) });
  if (!card || matchNames(readSignInName(input.name).bare, card.name).kind === 'no') {
    const account = await findAccountByIdentity(ctx.db, input.name);
    if (account) await insertJournalLine(ctx.db, { accountId: account.id, method: 'card', outcome: 'refused', source: input.source, userAgent: input.userAgent ?? null, now });
    throw new AppError('card.wrong', 422);
  }
  await forgetTries(ctx.db, CARD_TRIES, pair);
  if (card.used_at || card.withdrawn_at || card.expires_at <= now) throw new AppError('card.over', 422);
  return seal(ctx.platform.keys, PENDING, { cardId: card.id }, new Date(now.getTime() + PENDING_MS));
}

/** The name by which who has proven a card will sign in, and the mailbox where a link can reach her; null: nobody has, or it was too long ago. */
export async function readOpenCard(ctx: Ctx, pending: string | undefined): Promise<{ signInName: string; mailbox: string | null } | null> {
  const proven = pending === undefined ? null : unseal<{ cardId: string }>(ctx.platform.keys, PENDING, pending, ctx.clock.now());
  const card = proven && (await rows.findCard(ctx.db, { id: proven.cardId }));
  if (!card) return null;
  const there = { ...ctx, networkId: card.network_id };
  const [signIn, person] = await Promise.all([rows.findSignInName(there, card.person_id), contactOf(there, card.person_id)]);
  return signIn ? { signInName: shownSignInName(signIn), mailbox: person && (await mailboxOf(there, person)) } : null;
}

/** Where a link reaches somebody: at the address of her account, else of her record. */
const mailboxOf = async (ctx: Ctx, person: PersonContact): Promise<string | null> => (person.accountId && (await findAccount(ctx.db, person.accountId))?.email) || person.email;

/** Whose card it is: nothing has changed since it was printed, neither her account nor her place nor a right. Error: `card.over`. */
async function ownerOfCard(tx: Ctx, card: rows.CardRow): Promise<PersonContact> {
  const person = await contactOf(tx, card.person_id);
  const changed = !person || person.isGone || !person.isWorking || person.organisationId !== card.organisation_id || person.accountId !== card.account_id;
  if (changed || (card.account_id !== null && (await rows.wasGivenRoleSince(tx.db, card.account_id, card.printed_at)))) throw new AppError('card.over', 422);
  return person;
}

async function makeAccount(tx: Ctx, card: rows.CardRow, accountId: string, person: PersonContact): Promise<void> {
  await rows.insertAccountWithoutAddress(tx, { id: accountId, name: person.shortName.slice(0, 120), locale: person.preferredLocale });
  await rows.giveNameToAccount(tx, card.name_id, accountId);
  await tiePersonToAccount(tx, card.person_id, accountId);
  await insertRole(tx.db, { networkId: card.network_id, accountId, role: card.role, scopeKind: 'organisation', scopeId: card.organisation_id, grantedBy: card.printed_by }, tx.clock.now());
}

/** Puts what she chose in place of all by which she signed in before. Error: `choice.missing` for a PIN without a mailbox. */
async function writeKey(tx: Ctx, accountId: string, way: CardKey['way'], hash: string, person: PersonContact): Promise<void> {
  const now = tx.clock.now();
  if (way === 'password') {
    await writePasswordHash(tx.db, accountId, hash, now);
    await deletePin(tx.db, accountId);
    return;
  }
  const address = await mailboxOf(tx, person);
  if (!address) throw invalid('way', 'choice.missing');
  await writePin(tx.db, { accountId, mailboxId: await ensureMailbox(tx.db, address.toLowerCase()), pinHash: hash, now });
  await deletePassword(tx.db, accountId);
}

/**
 * Uses a proven card up and sets the password or PIN by which its holder signs in from now on; all her other sessions, open links and tokens end. Returns the
 * account, for which a session is not open yet. Errors: `sign_in.begin_again`, `card.over`, those of `checkPassword` and `checkPin`.
 */
export async function useOpenCard(ctx: Ctx, input: { pending: string } & CardKey & Origin): Promise<string> {
  if (input.way === 'pin') checkPin('pin', input.pin);
  else checkPassword('password', input.password);
  const proven = unseal<{ cardId: string }>(ctx.platform.keys, PENDING, input.pending, ctx.clock.now());
  const card = proven && (await rows.findCard(ctx.db, { id: proven.cardId }));
  if (!card) throw new AppError('sign_in.begin_again', 422);
  const accountId = card.account_id ?? newId();
  const hash = input.way === 'pin' ? await hashPin(ctx.platform, accountId, input.pin) : await hashPassword(ctx.platform, input.password);
  // The card knows its network, whatever address it is used at.
  return inTransaction({ ...ctx, networkId: card.network_id }, async (tx) => {
    if (!(await rows.useCard(tx, card.id))) throw new AppError('card.over', 422);
    const person = await ownerOfCard(tx, card);
    const isNew = card.account_id === null;
    if (isNew) await makeAccount(tx, card, accountId, person);
    const now = tx.clock.now();
    await writeKey(tx, accountId, input.way, hash, person);
    const ended = await deleteSessionsOf(tx.db, accountId);
    // Whoever had the old key may have made tokens or asked for links.
    await withdrawSignInLinks(tx, accountId);
    const tokens = await withdrawTokensOf(tx.db, accountId, now);
    await insertJournalLine(tx.db, { accountId, outcome: input.way === 'pin' ? 'pin_changed' : 'password_changed', method: 'card', source: input.source, userAgent: input.userAgent ?? null, now });
    const herself: Ctx = { ...tx, actor: { kind: 'account', accountId, name: person.shortName, email: '', grants: [] } };
    await audit(herself, { act: 'card.used', subjectType: 'person', subjectId: card.person_id, data: { cardId: card.id, accountId, isNew, role: card.role, ended, tokens } });
    await noteInRecords(herself, [card.person_id], 'person.card_used');
    return accountId;
  });
}
