import { z } from 'zod';
import { dateAnswer } from '#lib/forms/index.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { oneLine } from '#server/platform/fields.ts';
import { isId } from '#server/platform/ids.ts';
import { forgetAddresses } from '#server/platform/mail.ts';
import { countTry, type Limit } from '#server/platform/rate-limit.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';
import { whoActs } from './changes.ts';
import { consentUntil, whoConsents, type WhoConsents } from './consents.rule.ts';
import { noteLooks } from './card-views.service.ts';
import { blankAddresses, findAsked, findText, insertAsked, insertConsent, listAsked, listConsents, listTexts, updateAsked, withdrawConsentRow, type AskedRow, type ConsentRow, type TextRow } from './consents.queries.ts';
import { profileOf } from './country-rules.service.ts';
import { networkOf } from './networks.service.ts';
import { getOrganisation } from './organisations.service.ts';
import { fullName, storedPerson } from './person-values.ts';
import { getPersonFor, type OpenPerson } from './persons.access.ts';
import { findPerson } from './persons.queries.ts';
import { todayOf } from './standing.ts';

/** How long a parent can answer, and her address is kept. */
export const ASK_DAYS = 30;
/** What mails to parents are about. */
export const PARENT_MAIL = 'consent_asked';
/** Nobody's mailbox is filled in the name of a child. */
const PARENT_MAILS: Limit = { name: 'parent_mail', max: 5, windowSeconds: 24 * 3600 };
const DAY_MS = 86_400_000;

export const PaperConsent = z
  .object({ textId: z.uuid('choice.missing'), givenBy: z.enum(['self', 'parent'], 'choice.missing'), givenOn: dateAnswer(), parentName: oneLine(120).optional() });
export type PaperConsent = z.output<typeof PaperConsent>;
export const AskParent = z.object({
  textId: z.uuid('choice.missing'),
  parentName: oneLine(120).min(2, 'field.required'),
  /** The link is sent there; without it the keeper hands it over. */
  parentEmail: z.email('email.invalid').max(254).optional(),
  /** Of the mail; without it the language of whoever asks. */
  mailLocale: z.enum(LOCALES, 'choice.missing').optional(),
});
export type AskParent = z.output<typeof AskParent>;
export const WithdrawConsent = z.object({ consentId: z.uuid('choice.missing') });

export interface ConsentView extends ConsentRow {
  standing: 'standing' | 'run_out' | 'withdrawn';
}

export interface ConsentsOfPerson {
  name: string;
  /** Who has to agree today. */
  who: WhoConsents;
  below: number;
  consents: ConsentView[];
  /** Texts in force to which nobody has agreed for her. */
  open: { id: string; title: LocalizedText; purpose: TextRow['purpose'] }[];
  asked: AskedRow[];
  maySign: boolean;
  mayRecord: boolean;
}

/** The age below which a parent agrees, by the rules of the country where she works, else of the network. */
async function ageOfConsent(ctx: Ctx, person: { organisation_id: string | null }): Promise<number> {
  const country = person.organisation_id ? (await getOrganisation(ctx, person.organisation_id)).country : (await networkOf(ctx)).country;
  return (await profileOf(ctx, country)).representativeBelowAge.value;
}

const standingOf = (row: ConsentRow, today: string): ConsentView['standing'] => (row.withdrawnAt ? 'withdrawn' : row.validUntil !== null && row.validUntil < today ? 'run_out' : 'standing');

async function viewOf(ctx: Ctx, person: OpenPerson): Promise<ConsentsOfPerson> {
  const [today, below, texts, rows, asked] = [await todayOf(ctx), await ageOfConsent(ctx, person), await listTexts(ctx), await listConsents(ctx, [person.id]), await listAsked(ctx, person.id)];
  const consents = rows.map((row) => ({ ...row, standing: standingOf(row, today) }));
  const agreed = new Set(consents.filter(({ standing }) => standing === 'standing').map(({ textId }) => textId));
  return {
    name: fullName(storedPerson(person)),
    who: whoConsents(person.birth_date, below, today),
    below,
    consents,
    open: texts.filter(({ id, state }) => state === 'published' && !agreed.has(id)).map(({ id, title, purpose }) => ({ id, title, purpose })),
    asked,
    maySign: person.abilities.editOwn.allowed,
    mayRecord: person.abilities.edit.allowed,
  };
}

/** What somebody has agreed to and what is open, for herself and whoever keeps her record. Error: `page.not_found`. */
export async function showConsents(ctx: Ctx, personId: string): Promise<ConsentsOfPerson> {
  const shown = await viewOf(ctx, await getPersonFor(ctx, personId, 'readSensitive'));
  await noteLooks(ctx, [personId]);
  return shown;
}

/** A text in force, to be read before it is agreed to. Error: `page.not_found`. */
export async function readConsentText(ctx: Ctx, textId: string): Promise<{ id: string; purpose: TextRow['purpose']; title: string; body: string; versionNumber: number; lastsMonths: number | null }> {
  const text = isId(textId) ? await findText(ctx, textId) : undefined;
  if (text?.state !== 'published') throw notFound();
  return { id: text.id, purpose: text.purpose, title: textIn(text.title, ctx.locale), body: textIn(text.body, ctx.locale), versionNumber: text.versionNumber, lastsMonths: text.lastsMonths };
}

interface Given {
  by: 'self' | 'parent';
  way: 'account' | 'link' | 'paper';
  parentName: string | null;
  on: string;
}

/** Writes an agreement down; the row of the person is locked, so that the same is not written twice. */
async function record(tx: Ctx, person: OpenPerson, textId: string, given: Given): Promise<string> {
  const text = isId(textId) ? await findText(tx, textId) : undefined;
  if (text?.state !== 'published') throw invalid('textId', 'consent.text_retired');
  const today = await todayOf(tx);
  const below = await ageOfConsent(tx, person);
  if (given.on > today) throw invalid('givenOn', 'date.in_future');
  if (given.by === 'self' && whoConsents(person.birth_date, below, given.on) === 'parent') throw invalid(given.way === 'paper' ? 'givenBy' : '', 'consent.too_young', { age: below });
  if (given.by === 'parent' && given.parentName === null) throw invalid('parentName', 'field.required');
  const known = (await listConsents(tx, [person.id])).some((row) => row.textId === textId && standingOf(row, today) === 'standing');
  if (known) throw invalid('', 'consent.given_already');
  const validUntil = consentUntil({ on: given.on, by: given.by === 'parent' ? 'parent' : 'herself', lastsMonths: text.lastsMonths, birthDate: person.birth_date, below });
  const id = await insertConsent(tx, { personId: person.id, textId, givenBy: given.by, way: given.way, parentName: given.parentName, givenOn: given.on, validUntil, recordedBy: whoActs(tx) });
  await audit(tx, { act: 'consent.given', subjectType: 'person', subjectId: person.id, data: { consentId: id, textId, by: given.by, way: given.way } });
  return id;
}

/** She agrees herself. Errors: `page.not_found`, `consent.too_young`, `consent.given_already`, `consent.text_retired`. */
export async function giveOwnConsent(ctx: Ctx, personId: string, textId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const person = await getPersonFor(tx, personId, 'editOwn', { lock: true });
    await record(tx, person, textId, { by: 'self', way: 'account', parentName: null, on: await todayOf(tx) });
  });
}

/** A keeper writes down what lies before her on paper. Errors as above. */
export async function recordPaperConsent(ctx: Ctx, personId: string, input: PaperConsent): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const person = await getPersonFor(tx, personId, 'edit', { lock: true });
    await record(tx, person, input.textId, { by: input.givenBy, way: 'paper', parentName: input.givenBy === 'parent' ? (input.parentName ?? null) : null, on: input.givenOn });
  });
}

/** Takes an agreement back: she herself, or her keeper when she says so. Error: `page.not_found`. */
export async function withdrawConsent(ctx: Ctx, personId: string, consentId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const person = await getPersonFor(tx, personId, 'readSensitive', { lock: true });
    const own = person.abilities.editOwn.allowed;
    if (!own && !person.abilities.edit.allowed) throw notFound();
    await withdraw(tx, personId, consentId, own ? 'self' : 'keeper');
  });
}

async function withdraw(tx: Ctx, personId: string, consentId: string, by: 'self' | 'parent' | 'keeper'): Promise<void> {
  if (!isId(consentId) || !(await withdrawConsentRow(tx, personId, consentId, by))) throw notFound();
  await audit(tx, { act: 'consent.withdrawn', subjectType: 'person', subjectId: personId, data: { consentId, by } });
}

/**
 * Puts down that a parent is asked, by the keeper of the record or by the young person herself, who has to say where: she never sees the
 * link. The caller makes and sends it. Errors: `page.not_found`, `consent.of_age`, `request.too_many`; beside their fields
 * `consent.text_retired`, `field.required`, `consent.own_address`.
 */
export async function noteParentAsked(tx: Ctx, personId: string, input: AskParent): Promise<{ id: string; expiresAt: Date }> {
  const seen = await getPersonFor(tx, personId, 'readSensitive', { lock: true });
  const isOwn = seen.abilities.editOwn.allowed && !seen.abilities.edit.allowed;
  const person = isOwn ? seen : await getPersonFor(tx, personId, 'edit', { lock: true });
  const text = await findText(tx, input.textId);
  if (text?.state !== 'published') throw invalid('textId', 'consent.text_retired');
  const below = await ageOfConsent(tx, person);
  if (whoConsents(person.birth_date, below, await todayOf(tx)) !== 'parent') throw invalid('', 'consent.of_age', { age: below });
  const parentEmail = input.parentEmail?.toLowerCase() ?? null;
  if (isOwn) checkOwnAsking(tx, person, parentEmail);
  if (parentEmail !== null) await countTry(tx.db, PARENT_MAILS, personId, tx.clock.now());
  const expiresAt = new Date(tx.clock.now().getTime() + ASK_DAYS * DAY_MS);
  const id = await insertAsked(tx, { personId, textId: input.textId, parentName: input.parentName, parentEmail, askedBy: whoActs(tx), expiresAt });
  await audit(tx, { act: 'consent.parent_asked', subjectType: 'person', subjectId: personId, data: { textId: input.textId, byMail: parentEmail !== null } });
  return { id, expiresAt };
}

/** Who is asked for cannot answer for the parent: the link goes to another address than hers. */
function checkOwnAsking(tx: Ctx, person: OpenPerson, parentEmail: string | null): void {
  if (parentEmail === null) throw invalid('parentEmail', 'field.required');
  const own = [person.email, tx.actor.kind === 'account' ? tx.actor.email : null];
  if (own.some((address) => address?.toLowerCase() === parentEmail)) throw invalid('parentEmail', 'consent.own_address');
}

/** What the mail to a parent says; null when there is nothing to tell any more: it was answered, has ended, or was meant for another address. */
export async function parentMail(ctx: Ctx, id: string, to: string): Promise<{ childName: string; title: string; expiresAt: Date } | null> {
  const row = await findAsked(ctx, id);
  if (!row || row.consentId || row.refusedAt || row.parentEmail !== to || row.expiresAt <= ctx.clock.now()) return null;
  const [person, text] = [await findPerson(ctx, row.personId), await findText(ctx, row.textId)];
  if (!person || person.anonymised_at || text?.state !== 'published') return null;
  return { childName: fullName(storedPerson(person)), title: textIn(text.title, ctx.locale), expiresAt: row.expiresAt };
}

/** Takes the addresses of parents who were asked before this and did not answer, out of the mails, too. Returns how many. */
export async function forgetParents(tx: Ctx, before: Date): Promise<number> {
  const ids = await blankAddresses(tx, before);
  await forgetAddresses(tx, PARENT_MAIL, ids);
  return ids.length;
}

async function answer(tx: Ctx, id: string, given: { consentId: string | null; refusedAt: Date | null }): Promise<void> {
  await updateAsked(tx, id, given);
  await forgetAddresses(tx, PARENT_MAIL, [id]);
}

/** What a parent asked by this row sees; only the holder of its link. */
async function askedOf(ctx: Ctx, id: string, lock = false): Promise<AskedRow> {
  const { actor } = ctx;
  if (actor.kind !== 'link' || actor.purpose !== 'consent' || actor.subjectId !== id) throw notFound();
  const row = await findAsked(ctx, id, lock);
  if (!row) throw notFound();
  return row;
}

export interface ParentPage {
  childName: string;
  parentName: string;
  title: string;
  body: string;
  consent: ConsentView | null;
  refusedAt: Date | null;
  isOpen: boolean;
}

/** The text a parent is asked about, and what she answered. Error: `page.not_found`. */
export async function showParentPage(ctx: Ctx, id: string): Promise<ParentPage> {
  const row = await askedOf(ctx, id);
  const [person, text, consents] = [await findPerson(ctx, row.personId), await findText(ctx, row.textId), await listConsents(ctx, [row.personId])];
  if (!person || !text || person.anonymised_at) throw notFound();
  const today = await todayOf(ctx);
  const given = consents.find((consent) => consent.id === row.consentId);
  return {
    childName: fullName(storedPerson(person)),
    parentName: row.parentName,
    title: textIn(text.title, ctx.locale),
    body: textIn(text.body, ctx.locale),
    consent: given ? { ...given, standing: standingOf(given, today) } : null,
    refusedAt: row.refusedAt,
    isOpen: row.consentId === null && text.state === 'published' && row.expiresAt > ctx.clock.now(),
  };
}

/** The parent agrees. Errors: `page.not_found`, `consent.given_already`, `consent.text_retired`. */
export async function giveAsParent(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await askedOf(tx, id, true);
    if (row.consentId) throw new AppError('consent.given_already', 409);
    if (row.expiresAt <= tx.clock.now()) throw new AppError('link.expired', 410);
    const person = await getPersonFor({ ...tx, actor: { kind: 'system', name: 'parent' } }, row.personId, 'edit', { lock: true });
    const consentId = await record(tx, person, row.textId, { by: 'parent', way: 'link', parentName: row.parentName, on: await todayOf(tx) });
    await answer(tx, id, { consentId, refusedAt: null });
  });
}

/** The parent does not agree; until the question ends she may still change her mind. Errors: `page.not_found`, `consent.given_already`, `link.expired`. */
export async function refuseAsParent(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await askedOf(tx, id, true);
    if (row.consentId) throw new AppError('consent.given_already', 409);
    if (row.expiresAt <= tx.clock.now()) throw new AppError('link.expired', 410);
    await answer(tx, id, { consentId: null, refusedAt: tx.clock.now() });
    await audit(tx, { act: 'consent.refused', subjectType: 'person', subjectId: row.personId, data: { textId: row.textId, by: 'parent' } });
  });
}

/** And takes it back. Error: `page.not_found`. */
export async function withdrawAsParent(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await askedOf(tx, id, true);
    if (!row.consentId) throw notFound();
    await withdraw(tx, row.personId, row.consentId, 'parent');
  });
}
