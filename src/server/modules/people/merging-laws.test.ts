import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Locale } from '#lib/i18n/index.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, testInstallation } from '#server/testing/installation.ts';
import { createRecords } from './bulk.service.ts';
import { insertCardViews } from './card-views.queries.ts';
import { insertChangeRequest } from './changes.queries.ts';
import { addConsentText, publishConsentText } from './consent-texts.service.ts';
import { insertConsent } from './consents.queries.ts';
import { MERGE_FIELDS, MergeInput, mergePersons, unmergePerson, type MergeField } from './merging.service.ts';
import { createOrganisation } from './organisations.service.ts';
import { keysOf, storedPerson } from './person-values.ts';
import { findPerson, listNames, replaceNames, updatePerson, updatePersonAccount, type PersonValues } from './persons.queries.ts';
import { PersonInput } from './persons.schemas.ts';
import { changePerson } from './persons.service.ts';
import { nameWords } from './search-words.ts';

/** What merging promises, whatever two records hold and whatever is chosen: nothing is lost, nothing is there twice, all of it goes back. */
const at = testInstallation();
const system = () => at.system();
let libraries: string[];
let consentText: string;

beforeAll(async () => {
  libraries = await Promise.all(['Q1', 'Q2', 'Q3'].map((code) => createOrganisation(system(), { parentId: at.organisationId, kind: 'library', code, name: localized('ru', `Библиотека ${code}`), country: 'KZ', timeZone: 'Asia/Almaty' })));
  const admin = at.ctx(account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]));
  consentText = await addConsentText(admin, { purpose: 'photo', title: localized('ru', 'Фото'), body: localized('ru', 'Текст'), lastsMonths: undefined });
  await publishConsentText(admin, consentText);
});

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const name = fc.record({ familyName: fc.constantFrom('Қасымова', 'Касымова', 'Ли'), givenName: maybe(fc.constantFrom('Айгүл', 'Айгуль')), patronymic: maybe(fc.constant('Болатқызы')) });
const record = fc.record({
  name,
  others: fc.dictionary(fc.constantFrom('kk', 'ru', 'en'), name, { maxKeys: 2 }),
  values: fc.record({
    nameLocale: maybe(fc.constant('hy' as const)),
    birthDate: maybe(fc.constantFrom('1980-01-01', '1981-02-02')),
    sex: maybe(fc.constant('female' as const)),
    email: maybe(fc.constantFrom('a@example.kz', 'b@example.kz')),
    phone: maybe(fc.constantFrom('+7 701 000 00 01', '+7 701 000 00 02')),
    preferredLocale: maybe(fc.constantFrom('kk' as const, 'ru' as const)),
    languages: fc.array(fc.record({ language: fc.constantFrom('kk' as const, 'ru' as const), level: fc.constantFrom('c1' as const, 'native' as const) }), { maxLength: 1 }),
    librarySince: maybe(fc.constantFrom('2001-01-01', '2002-02-02')),
    professionSince: maybe(fc.constant('2000-01-01')),
  }),
  posts: fc.array(fc.record({ library: fc.nat(2), kind: fc.constantFrom('main' as const, 'second' as const), title: fc.constantFrom('Библиотекарь', 'Методист'), from: fc.integer({ min: 2001, max: 2012 }), length: maybe(fc.nat(4)) }), { maxLength: 4 }),
  educations: fc.array(fc.record({ level: fc.constantFrom('vocational' as const, 'higher' as const), institution: maybe(fc.constant('КазНУ')), graduatedYear: maybe(fc.constant(2001)), isLibraryProfile: maybe(fc.boolean()) }), { maxLength: 3 }),
  attestations: fc.array(fc.record({ category: fc.constantFrom('first' as const, 'none' as const), heldOn: maybe(fc.constant('2020-05-01')), dueOn: maybe(fc.constant('2025-05-01')) }), { maxLength: 2 }),
  account: fc.boolean(), photo: fc.boolean(), consent: fc.boolean(), wish: fc.boolean(), looked: fc.boolean(),
}); // prettier-ignore
type Given = typeof record extends fc.Arbitrary<infer One> ? One : never;
const choice = fc.subarray([...MERGE_FIELDS]);

const valuesOf = (given: Given): PersonValues => ({ ...given.name, ...given.values });
const othersOf = (given: Given) => Object.entries(given.others).map(([locale, one]) => ({ locale: locale as Locale, ...one }));

interface Term {
  fromDate: string;
  toDate: string | null;
}
const atOneTime = (a: Term, b: Term) => a.fromDate <= (b.toDate ?? '9999') && b.fromDate <= (a.toDate ?? '9999');

/** Posts as given, without main ones that run at the time of an earlier one. */
function postsOf({ posts }: Given) {
  const dated = posts.map(({ library, kind, title, from, length }) => ({
    organisationId: libraries[library]!, positionId: null, title, kind, isMainPersonnel: true, rate: 1, fromDate: `${from}-01-01`, toDate: length === null ? null : `${from + length}-12-31`, leavingReason: null, leavingNote: null,
  })); // prettier-ignore
  return dated.filter((one, index) => one.kind === 'second' || !dated.slice(0, index).some((before) => before.kind === 'main' && atOneTime(before, one)));
}

/** Whether both tell of a main post in one organisation at one time: she who stays is believed. */
const disputed = (one: Given, two: Given) => postsOf(one).some((a) => postsOf(two).some((b) => a.kind === 'main' && b.kind === 'main' && a.organisationId === b.organisationId && atOneTime(a, b)));

/** The record as given, with everything that hangs on it. */
async function make(given: Given, accountId: string | null): Promise<string> {
  const values = valuesOf(given);
  const educations = given.educations.map((one) => ({ ...one, speciality: null }));
  const attestations = given.attestations.map((one) => ({ ...one, note: null }));
  const [id = ''] = await createRecords(system(), [{ ...values, accountId, posts: postsOf(given), educations, attestations }]);
  await replaceNames(system(), id, othersOf(given));
  await updatePerson(system(), id, 1, { ...values, ...keysOf(values, await listNames(system(), [id])) });
  if (given.consent) await insertConsent(system(), { personId: id, textId: consentText, givenBy: 'self', way: 'paper', parentName: null, givenOn: '2026-01-01', validUntil: null, recordedBy: null });
  if (given.wish) await insertChangeRequest(system(), { personId: id, changes: [{ field: 'phone', before: null, after: '1' }], askedBy: newId() });
  if (given.looked) await insertCardViews(system(), [id], newId());
  if (given.photo) {
    const file = newId();
    await sql`insert into platform.stored_file (id, network_id, owner_type, owner_id, name, media_type, byte_size, sha256, created_at)
      values (${file}, ${at.networkId}, 'person_photo', ${id}, 'photo.jpg', 'image/jpeg', 1, ${'0'.repeat(64)}, now())`.execute(at.platform.db);
    await sql`update people.person set photo_file = ${file}::uuid where id = ${id}::uuid`.execute(at.platform.db);
  }
  return id;
}

/** Two records of which at most one signs in: two who do are not merged. */
async function pair(one: Given, two: Given): Promise<[string, string]> {
  const accountId = newId();
  return [await make(one, one.account ? accountId : null), await make(two, two.account && !one.account ? accountId : null)];
}

async function merge(kept: string, other: string, fromOther: readonly MergeField[]): Promise<void> {
  const [a, b] = [await findPerson(system(), kept), await findPerson(system(), other)];
  await mergePersons(system(), kept, other, MergeInput.parse({ version: a?.version, otherVersion: b?.version, fromOther }));
}

const LEDGERS = ['platform.audit_entry', 'platform.outbox_event', 'people.record_change', 'people.search_word', 'people.search_slip'];
let tables: string[] | undefined;

/** Every row of the whole database that names one of these records, as it stands; how often and when a person was saved aside. */
async function everything(ids: readonly string[]): Promise<string[]> {
  const { rows: all } = tables ? { rows: [] } : await sql<{ name: string }>`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema', 'pgboss')`.execute(at.platform.db);
  tables ??= all.map((row) => row.name).filter((one) => !LEDGERS.includes(one));
  const of = tables.map((table) => `select '${table} ' || (to_jsonb(t)${table === 'people.person' ? " - 'version' - 'updated_at'" : ''})::text as row from ${table} t where t::text ~ '${ids.join('|')}'`);
  return (await sql<{ row: string }>`${sql.raw(of.join(' union all '))} order by 1`.execute(at.platform.db)).rows.map(({ row }) => row);
}

interface Hanging {
  table: string;
  id: string;
  on: string;
  says: Record<string, unknown>;
}

/** Rows that hang on these records, and what each says beside whose it is; a main post may have become a second job. */
async function hanging(ids: readonly string[]): Promise<Hanging[]> {
  const of = ['employment', 'education', 'attestation', 'consent', 'change_request', 'card_view'].map(
    (table) => `select '${table}' as table, coalesce(to_jsonb(t)->>'id', to_jsonb(t)->>'account_id') as id, person_id::text as on,
      to_jsonb(t) - 'id' - 'person_id' - 'created_at' - 'account_id' - 'asked_by' - 'kind' as says from people.${table} t where person_id = any(array[${ids.map((id) => `'${id}'`).join()}]::uuid[])`,
  );
  return (await sql<Hanging>`${sql.raw(of.join(' union all '))} order by 1, 2`.execute(at.platform.db)).rows;
}

/** Whether a row says all that another one says; a main post is told by its organisation and its time. */
function says(more: Hanging, less: Hanging): boolean {
  if (more.table !== less.table) return false;
  const [a, b] = [more.says, less.says];
  const term = (of: Record<string, unknown>): Term => ({ fromDate: String(of.from_date), toDate: of.to_date === null ? null : String(of.to_date) });
  if (more.table === 'employment') return a.organisation_id === b.organisation_id && atOneTime(term(a), term(b));
  if (more.table === 'change_request') return true;
  return Object.entries(b).every(([key, value]) => value === null || a[key] === value);
}

/** What is known of her, by what she is found, and where she works: who reads her record. */
const sight = async (id: string) => {
  const row = (await findPerson(system(), id))!;
  const seen = { values: storedPerson(row), account: row.account_id !== null, photo: row.photo_file !== null, words: row.search_words.toSorted() };
  return { ...seen, works: row.is_working, places: row.is_working ? row.place.toSorted() : [] };
};
const told = (rows: readonly Hanging[]) => rows.map(({ table, says: what }) => `${table} ${JSON.stringify(what)}`).toSorted();

describe('merging two records', () => {
  it('and taking it back leaves the whole database as it was', async () => {
    await fc.assert(
      fc.asyncProperty(record, record, choice, async (one, two, fromOther) => {
        const ids = await pair(one, two);
        const before = await everything(ids);
        await merge(ids[0], ids[1], fromOther);
        await unmergePerson(system(), ids[1]);
        expect(await everything(ids)).toEqual(before);
      }),
      { numRuns: 40 },
    );
  }, 180_000);

  it('loses no row and has none twice: each hangs on who stays, or says nothing that hers do not say and waits for the way back', async () => {
    await fc.assert(
      fc.asyncProperty(record, record, choice, async (one, two, fromOther) => {
        const [kept, other] = await pair(one, two);
        const before = await hanging([kept, other]);
        await merge(kept, other, fromOther);
        const after = await hanging([kept, other]);
        const plain = (rows: readonly Hanging[]) => rows.map(({ table, id, says: what }) => [table, id, what]);
        expect(plain(after)).toEqual(plain(before));
        const hers = after.filter(({ on }) => on === kept);
        expect(hers).toEqual(expect.arrayContaining(before.filter(({ on }) => on === kept)));
        // Who looked at which card is told of that card.
        const waiting = after.filter(({ table, on }) => on === other && table !== 'card_view');
        for (const row of waiting) expect(hers.filter((her) => says(her, row)), `${row.table} ${row.id}`).not.toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 180_000);

  it('reaches the same from whichever of the two stays', async () => {
    await fc.assert(
      fc.asyncProperty(record, record, choice, async (one, two, fromOther) => {
        const [a, b] = await pair(one, two);
        const [c, d] = await pair(one, two);
        await merge(a, b, fromOther);
        await merge(d, c, MERGE_FIELDS.filter((field) => !fromOther.includes(field)));
        const [hersA, hersD] = [await sight(a), await sight(d)];
        expect(hersD).toEqual(disputed(one, two) ? { ...hersA, works: hersD.works, places: hersD.places } : hersA);
        const [first, second] = [await hanging([a, b]), await hanging([c, d])];
        expect(told(second)).toEqual(told(first));
        // Whatever hangs on one who stays is said on the other one, too.
        const hers = [first.filter(({ on }) => on === a), second.filter(({ on }) => on === d)] as const;
        for (const [these, those] of [hers, [hers[1], hers[0]] as const]) {
          for (const row of these) if (row.table !== 'card_view') expect(those.filter((other) => says(other, row)), `${row.table} ${row.id}`).not.toEqual([]);
        }
        // Ids of both lead to who stays.
        const { rows } = await sql<{ canonical_id: string }>`select canonical_id from people.person_card where person_id = any(${[a, b]}::uuid[])`.execute(at.platform.db);
        expect(rows.map(({ canonical_id }) => canonical_id)).toEqual([a, a]);
      }),
      { numRuns: 40 },
    );
  }, 180_000);

  it('lets her be found by every name of both, also when her record is saved again', async () => {
    await fc.assert(
      fc.asyncProperty(record, record, choice, async (one, two, fromOther) => {
        const [a, b] = await pair(one, two);
        await merge(a, b, fromOther);
        const names = [one, two].flatMap((given) => [given.name, ...othersOf(given)]).map((parts) => [parts.familyName, parts.givenName, parts.patronymic].filter(Boolean).join(' '));
        const words = nameWords(...names).toSorted();
        expect((await sight(a)).words).toEqual(words);
        const { familyName, givenName, patronymic } = (await sight(a)).values;
        const spelled = Object.fromEntries((await listNames(system(), [a])).map(({ locale, familyName: family, givenName: given, patronymic: father }) => [locale, { familyName: family, givenName: given ?? undefined, patronymic: father ?? undefined }]));
        await changePerson(system(), a, PersonInput.parse({ familyName, givenName: givenName ?? undefined, patronymic: patronymic ?? undefined, names: spelled, version: (await findPerson(system(), a))?.version }));
        expect((await sight(a)).words).toEqual(words);
      }),
      { numRuns: 25 },
    );
  }, 180_000);
});

describe('merging three records, one after the other', () => {
  it('is taken back the last first, and leaves the whole database as it was', async () => {
    await fc.assert(
      fc.asyncProperty(record, record, record, choice, choice, fc.boolean(), async (one, two, three, first, second, chain) => {
        const [a, b] = await pair({ ...one, account: false }, { ...two, account: false });
        const c = await make(three, null);
        await updatePersonAccount(system(), three.account ? c : b, newId());
        const before = await everything([a, b, c]);
        await merge(a, b, first);
        const between = await everything([a, b, c]);
        // Into the one who stayed, or she into a third.
        const [kept, other] = chain ? [c, a] : [a, c];
        await merge(kept, other, second);
        await expect(unmergePerson(system(), b)).rejects.toMatchObject({ problems: [{ code: 'person.merged_later' }] });
        await unmergePerson(system(), other);
        expect(await everything([a, b, c])).toEqual(between);
        await unmergePerson(system(), b);
        expect(await everything([a, b, c])).toEqual(before);
      }),
      { numRuns: 30 },
    );
  }, 180_000);
});
