import type { Locale } from '#lib/i18n/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { conflict, invalid, notFound, type FieldProblem, InvalidInput } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import { differences, recordChanges } from './changes.ts';
import { listContacts, type PersonContact } from './contacts.queries.ts';
import { closeRequest, findOpenRequest, insertChangeRequest } from './changes.queries.ts';
import { comparablePerson, keptValues, keysOf, otherNames, ownValues, storedPerson, valuesOf } from './person-values.ts';
import { getPersonFor } from './persons.access.ts';
import { findPersonOfAccount, insertPersons, listMergedNames, listNames, replaceNames, updatePerson, updatePersonAccount, type OtherName, type PersonRow, type PersonValues } from './persons.queries.ts';
import type { KeptDetails, NewPerson, OwnDetails, PersonInput } from './persons.schemas.ts';
import { insertPosts } from './posts.queries.ts';
import { addPostTo, postProblems } from './posts.service.ts';
import { todayOf } from './standing.ts';
import { insertSearchWords, updateStanding } from './standing.queries.ts';

const OLDEST = 110;

/** Dates of a life in their order; a birth date of tomorrow or of the century before last is a slip of the pen. */
function dateProblems(values: Pick<PersonValues, 'birthDate' | 'librarySince' | 'professionSince'>, today: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const { birthDate, librarySince, professionSince } = values;
  if (birthDate !== null && (birthDate > today || Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4)) > OLDEST)) problems.push({ field: 'birthDate', code: 'date.impossible' });
  for (const [field, date] of [['librarySince', librarySince], ['professionSince', professionSince]] as const) {
    if (date !== null && date > today) problems.push({ field, code: 'date.in_future' });
    else if (date !== null && birthDate !== null && date <= birthDate) problems.push({ field, code: 'date.before_birth' });
  }
  return problems;
}

function refuse(problems: FieldProblem[]): void {
  if (problems.length > 0) throw new InvalidInput(problems);
}

/** What is wrong with a new person in herself, before it is asked whether she is there already. Errors: dates that cannot be, a post without a name. */
export async function checkNewPerson(ctx: Ctx, input: NewPerson): Promise<void> {
  refuse([...dateProblems(valuesOf(input), await todayOf(ctx)), ...postProblems(input.post, 'post.')]);
}

async function write(tx: Ctx, person: PersonRow, values: PersonValues, names: readonly OtherName[], version: number, act: string): Promise<void> {
  const before = await listNames(tx, [person.id]);
  const keys = keysOf(values, [...names, ...(await listMergedNames(tx, [person.id]))]);
  if (!(await updatePerson(tx, person.id, version, { ...values, ...keys }))) throw conflict();
  await replaceNames(tx, person.id, names);
  await insertSearchWords(tx, keys.searchWords);
  const changes = differences(comparablePerson(storedPerson(person), before), comparablePerson(values, names));
  if (changes.length > 0) await recordChanges(tx, [{ subjectType: 'person', subjectId: person.id, act, changes }]);
}

/**
 * Adds a person with the post she works at. Rights: `addPerson` of the organisation. Errors: `page.not_found`, dates that cannot be,
 * those of `addPost`. Duplicates are the caller's question (`findPersonsAlike`): names alone decide nothing.
 */
export async function addPerson(ctx: Ctx, input: NewPerson): Promise<string> {
  await checkNewPerson(ctx, input);
  const values = valuesOf(input);
  const names = otherNames(input.names, values.nameLocale);
  const id = newId();
  await inTransaction(ctx, async (tx) => {
    const keys = keysOf(values, names);
    await insertPersons(tx, [{ ...values, ...keys, id, accountId: null }]);
    await replaceNames(tx, id, names);
    await insertSearchWords(tx, keys.searchWords);
    await recordChanges(tx, [{ subjectType: 'person', subjectId: id, act: 'person.created', changes: differences({}, comparablePerson(values, names)) }]);
    await addPostTo(tx, id, input.post, 'post.');
  });
  return id;
}

/** Changes a record as whoever keeps it. Errors: `page.not_found`, `record.changed_meanwhile`, `person.not_possible_…`, dates that cannot be. */
export async function changePerson(ctx: Ctx, id: string, input: PersonInput): Promise<void> {
  const values = valuesOf(input);
  refuse(dateProblems(values, await todayOf(ctx)));
  await inTransaction(ctx, async (tx) => {
    const person = await getPersonFor(tx, id, 'edit', { lock: true });
    await write(tx, person, values, otherNames(input.names, values.nameLocale), input.version ?? 0, 'person.changed');
  });
}

/** Contacts, languages and other spellings of one's own name. Errors: `page.not_found`, `record.changed_meanwhile`. */
export async function changeOwnDetails(ctx: Ctx, id: string, input: OwnDetails): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const person = await getPersonFor(tx, id, 'editOwn', { lock: true });
    const values = { ...storedPerson(person), ...ownValues(input) };
    await write(tx, person, values, otherNames(input.names, values.nameLocale), input.version, 'person.changed_by_herself');
  });
}

/**
 * Asks whoever keeps the record to change names, birth date or the like. Errors: `page.not_found`, `person.not_possible_may_edit` for who
 * may simply change it, `request.nothing_changed`, `request.open_already`.
 */
export async function askForChange(ctx: Ctx, id: string, input: KeptDetails): Promise<void> {
  const wanted = keptValues(input);
  refuse(dateProblems(wanted, await todayOf(ctx)));
  await inTransaction(ctx, async (tx) => {
    const person = await getPersonFor(tx, id, 'askChange', { lock: true });
    if (tx.actor.kind !== 'account') throw notFound();
    if (await findOpenRequest(tx, id)) throw invalid('', 'request.open_already');
    const stored = storedPerson(person);
    const current = Object.fromEntries(Object.keys(wanted).map((key) => [key, stored[key as keyof typeof wanted]]));
    const changes = differences(current, wanted);
    if (changes.length === 0) throw invalid('', 'request.nothing_changed');
    await insertChangeRequest(tx, { personId: id, changes, askedBy: tx.actor.accountId });
    await recordChanges(tx, [{ subjectType: 'person', subjectId: id, act: 'person.change_asked', changes }]);
  });
}

/** Takes one's own open question back. Error: `page.not_found`. */
export async function withdrawRequest(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getPersonFor(tx, id, 'editOwn', { lock: true });
    await decide(tx, id, 'withdrawn', null);
  });
}

/** Confirms what the person asked for: the fields take the wanted values. Errors: `page.not_found`, `person.not_possible_own_record`. */
export async function confirmChange(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const person = await getPersonFor(tx, id, 'decideChange', { lock: true });
    const { changes } = await decide(tx, id, 'confirmed', null);
    const wanted = Object.fromEntries(changes.map(({ field, after }) => [field, after]));
    const values = { ...storedPerson(person), ...wanted } as PersonValues;
    await write(tx, person, values, await listNames(tx, [id]), person.version, 'person.change_confirmed');
  });
}

/** Declines it with a reason that the person reads. Errors as in `confirmChange`. */
export async function declineChange(ctx: Ctx, id: string, input: { reason: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getPersonFor(tx, id, 'decideChange', { lock: true });
    await decide(tx, id, 'declined', input.reason);
  });
}

async function decide(tx: Ctx, personId: string, state: 'confirmed' | 'declined' | 'withdrawn', reason: string | null) {
  const request = await findOpenRequest(tx, personId);
  const decidedBy = tx.actor.kind === 'account' ? tx.actor.accountId : null;
  if (!request || !(await closeRequest(tx, request.id, { state, decidedBy, reason }))) throw notFound();
  if (state !== 'confirmed') await recordChanges(tx, [{ subjectType: 'person', subjectId: personId, act: `person.change_${state}`, changes: request.changes }]);
  return request;
}

/** Ties an invited person to the account that accepted; one who has an account already keeps it. */
export async function tieInvitedPerson(tx: Ctx, personId: string, accountId: string): Promise<void> {
  if (await findPersonOfAccount(tx, accountId)) return;
  await updatePersonAccount(tx, personId, accountId);
}

/** How one person can be reached, without asking rights: for whoever has proven to be her. */
export async function contactOf(tx: Ctx, personId: string): Promise<PersonContact | null> {
  return (await listContacts(tx, [personId]))[0] ?? null;
}

/** Notes in the journal of persons what was done with their way in. Belongs into the transaction of the deed. */
export async function noteInRecords(tx: Ctx, personIds: readonly string[], act: 'person.card_printed' | 'person.card_used'): Promise<void> {
  await recordChanges(tx, personIds.map((subjectId) => ({ subjectType: 'person', subjectId, act, changes: [] })));
}

/** The actor's own record in this network; null when there is none. */
export async function ownPersonId(ctx: Ctx): Promise<string | null> {
  return ctx.actor.kind === 'account' ? findPersonOfAccount(ctx, ctx.actor.accountId) : null;
}

/** Ties a person to the account of the same human; the caller has made sure that it is. Error: `page.not_found` when she has an account already. */
export async function tiePersonToAccount(ctx: Ctx, personId: string, accountId: string): Promise<void> {
  if (!(await updatePersonAccount(ctx, personId, accountId))) throw notFound();
}

/**
 * Adds a person with a first post without asking rights: seeds and the command line. `fromDate`: a date, not an instant.
 */
export async function createPersonWithPost(
  ctx: Ctx,
  input: {
    familyName: string;
    givenName: string | null;
    patronymic: string | null;
    locale: Locale;
    organisationId: string;
    position?: string | null;
    positionId?: string | null;
    isMainPersonnel?: boolean;
    rate: string;
    fromDate: string;
  } & Partial<Pick<PersonValues, 'birthDate' | 'sex' | 'email' | 'phone' | 'librarySince' | 'professionSince'>>,
): Promise<string> {
  if (ctx.actor.kind !== 'system') throw notFound();
  const id = newId();
  await inTransaction(ctx, async (tx) => {
    const values: PersonValues = {
      familyName: input.familyName,
      givenName: input.givenName,
      patronymic: input.patronymic,
      nameLocale: null,
      birthDate: input.birthDate ?? null,
      sex: input.sex ?? null,
      email: input.email ?? null,
      phone: input.phone ?? null,
      preferredLocale: input.locale,
      languages: [],
      librarySince: input.librarySince ?? null,
      professionSince: input.professionSince ?? null,
    };
    const keys = keysOf(values, []);
    await insertPersons(tx, [{ ...values, ...keys, id, accountId: null }]);
    await insertSearchWords(tx, keys.searchWords);
    await insertPosts(tx, [
      {
        personId: id,
        organisationId: input.organisationId,
        positionId: input.positionId ?? null,
        title: input.position ?? null,
        kind: 'main',
        isMainPersonnel: input.isMainPersonnel ?? true,
        rate: Number(input.rate),
        fromDate: input.fromDate,
        toDate: null,
        leavingReason: null,
        leavingNote: null,
      },
    ]);
    await updateStanding(tx, [id], await todayOf(tx));
    await recordChanges(tx, [{ subjectType: 'person', subjectId: id, act: 'person.created', changes: [] }]);
  });
  return id;
}
