import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { LOCALES, translator } from '#lib/i18n/index.ts';
import { listActWords } from '#lib/ui/change-words.ts';
import { AuditFilter, listAuditFor } from '#server/modules/access/index.ts';
import {
  addPerson, bringList, changePerson, createOrganisation, Mapping, mapColumns, NewPerson, PersonInput, positionsOf, readMapping, runImport, showOrganisationChanges, showPerson, showPersonChanges, tiePersonToAccount, undoImport,
} from '#server/modules/people/index.ts';
import { IMPORT_JOBS } from '#server/modules/people/imports.jobs.ts';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { findJob } from '#server/platform/jobs.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, countQueries, testInstallation } from '#server/testing/installation.ts'; // prettier-ignore

/** What a list does to a record stands on record as what a person does: before and after, by whom, from where, and by which list. */
const at = testInstallation();
const bringer = (): Ctx => at.ctx(centre);
/** Who has the list written: another person than who brought it, in somebody's place, at a browser. */
const runner = (): Ctx => ({ ...at.ctx(admin), origin: { source: '10.1.2.3', userAgent: 'Firefox' } });
let centre: Actor;
let admin: Actor;
let library = '';
let librarian = '';

beforeAll(async () => {
  centre = coordinatorOf(at.networkId, at.organisationId);
  const giver = await human('Дающая');
  const accountId = await human('Айгуль');
  admin = { ...(account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }], 'Айгуль') as Extract<Actor, { kind: 'account' }>), accountId, sessionId: newId(), onBehalfOf: { accountId: giver, name: 'Дающая' } };
  library = await createOrganisation(at.system(), { code: 'AKT04', kind: 'library', name: localized('kk', 'Ақсу кітапханасы'), country: 'KZ', timeZone: 'Asia/Almaty', parentId: at.organisationId });
  librarian = (await positionsOf(at.system())).find(({ name }) => name.ru?.text === 'Библиотекарь')!.id;
});

async function human(name: string): Promise<string> {
  const id = newId();
  await at.platform.db.insertInto('access.account').values({ id, name, email: `${id}@example.kz`, email_verified: true }).execute();
  return id;
}

const later = () => at.clock.set(new Date(at.clock.now().getTime() + 60_000));

async function work(importId: string): Promise<void> {
  const { rows } = await sql<{ job_id: string }>`select job_id from people.import where id = ${importId}::uuid`.execute(at.platform.db);
  const job = (await findJob(at.system(), rows[0]!.job_id))!;
  await IMPORT_JOBS[job.kind]!({ id: job.id, networkId: at.networkId, params: job.params, platform: at.platform, createdBy: job.created_by, progress: async () => {}, stopRequested: async () => false });
  later();
}

async function bring(lines: readonly string[]): Promise<string> {
  later();
  const id = await bringList(bringer(), { file: { name: 'Сотрудники.csv', bytes: Buffer.from(lines.join('\n').replaceAll('|', ';')) } });
  const { import: row } = await readMapping(bringer(), id);
  const columns = Object.fromEntries(row.header.columns.flatMap(({ index, field }) => (field ? [[String(index), field]] : [])));
  await mapColumns(bringer(), id, Mapping.parse({ kind: row.kind, columns }));
  return id;
}

async function run(lines: readonly string[]): Promise<string> {
  const id = await bring(lines);
  await runImport(runner(), id, 'all');
  await work(id);
  return id;
}

async function takeBack(id: string): Promise<void> {
  await undoImport(runner(), id);
  await work(id);
}

const add = (familyName: string, birthDate: string) => addPerson(bringer(), NewPerson.parse({ familyName, birthDate, phone: '87015551111', post: { organisationId: library, positionId: librarian, fromDate: '2020-09-01', isMainPersonnel: 'yes' } }));
const personOf = async (name: string) => (await sql<{ id: string }>`select id from people.person where sort_name = ${name}`.execute(at.platform.db)).rows[0]!.id;
const changesOf = async (id: string, ctx = bringer()) => (await showPersonChanges(ctx, id)).changes;
const lines = (changes: readonly { act: string; changes: readonly { field: string; before: string | null; after: string | null }[] }[]) =>
  changes.map(({ act, changes: fields }) => `${act} ${fields.map(({ field, before, after }) => `${field}: ${before ?? '–'} → ${after ?? '–'}`).join(', ')}`);
const journal = async (subject: string) => (await listAuditFor(runner(), AuditFilter.parse({ subject }))).entries;
const events = async () => (await sql<{ name: string; n: number }>`select name, count(*)::int as n from platform.outbox_event group by name order by name`.execute(at.platform.db)).rows.map(({ name, n }) => `${name} ${n}`);

const HEADING = 'ФИО|Дата рождения|Библиотека|Должность|Ставка|Дата приёма|Образование|Телефон';

describe('a person whom a list changes', () => {
  it('shows before and after on her page and in the journal, by whom, from where and by which list; taking it back, too', async () => {
    const id = await add('Меняева', '1976-05-18');
    const before = await events();
    const list = await run([HEADING, 'Меняева|18.05.1976|AKT04|Библиотекарь|0,75|01.09.2020|высшее библиотечное|87015552222']);
    const made = [
      'person.education_added level: – → higher, isLibraryProfile: – → true',
      'person.post_changed rate: 1 → 0.75',
      'person.changed phone: 87015551111 → 87015552222',
    ]; // prettier-ignore
    const shown = await changesOf(id);
    expect(lines(shown.slice(0, 3))).toEqual(made);
    expect(shown[0]).toMatchObject({ who: 'Айгуль', onBehalfOf: 'Дающая', list: { id: list, name: 'Сотрудники.csv', mayOpen: true } });
    expect(shown[3]).toMatchObject({ act: 'person.post_added', list: null });
    const entries = (await journal(id)).slice(0, 3);
    expect(lines(entries)).toEqual(made);
    for (const entry of entries) expect(entry).toMatchObject({ by: { kind: 'account', name: 'Айгуль', onBehalfOf: 'Дающая' }, source: '10.1.2.3', list: { id: list, mayOpen: true }, subject: { name: 'Меняева' } });

    await takeBack(list);
    const undone = [
      'person.import_undone level: higher → –, isLibraryProfile: true → –',
      'person.import_undone rate: 0.75 → 1',
      'person.import_undone phone: 87015552222 → 87015551111',
    ]; // prettier-ignore
    expect(lines((await changesOf(id)).slice(0, 3))).toEqual(undone);
    expect((await changesOf(id))[0]).toMatchObject({ who: 'Айгуль', onBehalfOf: 'Дающая', list: { id: list } });
    expect(lines((await journal(id)).slice(0, 3))).toEqual(undone);
    expect((await journal(id))[0]).toMatchObject({ source: '10.1.2.3', list: { id: list } });
    expect(await showPerson(bringer(), id)).toMatchObject({ values: { phone: '87015551111' } });
    // Others are told of the whole list, not of each record.
    expect((await events()).filter((line) => !before.includes(line))).toEqual(['people.list_imported 1', 'people.list_undone 1']);
  });

  it('reads the name of the list in her own record, and opens it only where it is hers to open', async () => {
    const id = await add('Самова', '1981-05-18');
    const accountId = await human('Самова');
    await tiePersonToAccount(at.system(), id, accountId);
    const list = await run([HEADING, 'Самова|18.05.1981|AKT04|Библиотекарь|1|01.09.2020||87015552222']);
    const herself = at.ctx({ ...account([]), accountId } as Actor);
    expect((await changesOf(id, herself))[0]).toMatchObject({ act: 'person.changed', who: 'Айгуль', list: { id: list, name: 'Сотрудники.csv', mayOpen: false } });
    expect((await changesOf(id, runner()))[0]?.list?.mayOpen).toBe(true);
  });

  it('gets both of what two rows say of her taken back, the later first, and stays as somebody left her who worked with her since', async () => {
    const id = await add('Двойная', '1983-05-18');
    const two = [`${HEADING}|Электронная почта`, 'Двойная|18.05.1983|AKT04|Библиотекарь|1|01.09.2020||87015552222|', 'Двойная|18.05.1983|AKT04|Водитель|0,5|01.09.2021||87015552222|a@example.kz'];
    const list = await run(two);
    expect(await showPerson(bringer(), id)).toMatchObject({ values: { phone: '87015552222', email: 'a@example.kz' } });
    await takeBack(list);
    const card = await showPerson(bringer(), id);
    expect(card).toMatchObject({ values: { phone: '87015551111', email: null } });
    expect(card.posts).toHaveLength(1);
    expect(lines((await changesOf(id)).slice(0, 3))).toEqual([
      'person.import_undone phone: 87015552222 → 87015551111',
      expect.stringMatching(/^person\.import_undone organisation: Ақсу кітапханасы → –, position: Жүргізуші → –/),
      'person.import_undone email: a@example.kz → –',
    ]);

    const again = await run(two);
    const { version, values } = await showPerson(bringer(), id);
    await changePerson(bringer(), id, PersonInput.parse({ familyName: values.familyName, birthDate: values.birthDate, email: values.email, phone: '87015553333', version }));
    await takeBack(again);
    expect(await showPerson(bringer(), id)).toMatchObject({ values: { phone: '87015553333', email: 'a@example.kz' } });
    expect((await changesOf(id))[0]).toMatchObject({ act: 'person.changed', list: null });
  });

  it('may be taken back from the earlier list once the later one is taken back, not before', async () => {
    const id = await add('Слойная', '1984-05-18');
    const first = await run([HEADING, 'Слойная|18.05.1984|AKT04|Библиотекарь|1|01.09.2020||87015552222']);
    const second = await run([HEADING, 'Слойная|18.05.1984|AKT04|Библиотекарь|0,5|01.09.2020||87015552222']);
    await takeBack(first);
    expect(await showPerson(bringer(), id)).toMatchObject({ values: { phone: '87015552222' } });
    await takeBack(second);
    expect(lines((await changesOf(id)).slice(0, 1))).toEqual(['person.import_undone rate: 0.5 → 1']);
  });
});

describe('somebody whom a list makes', () => {
  it('begins her record with what the list said of her; taken out again, only the journal knows that she was there', async () => {
    const list = await run([HEADING, 'Новая Анна|18.05.1990|AKT04|Библиотекарь|0,5|01.09.2020|высшее|87015552222']);
    const id = await personOf('Новая Анна');
    const made = [
      'person.education_added level: – → higher',
      'person.post_added organisation: – → Ақсу кітапханасы, position: – → Кітапханашы, kind: – → main, rate: – → 0.5, fromDate: – → 2020-09-01, isMainPersonnel: – → true',
      'person.created familyName: – → Новая, givenName: – → Анна, birthDate: – → 1990-05-18, phone: – → 87015552222',
    ]; // prettier-ignore
    expect(lines(await changesOf(id))).toEqual(made);
    expect(lines(await journal(id))).toEqual(made);
    await takeBack(list);
    await expect(changesOf(id)).rejects.toMatchObject({ status: 404 });
    const gone = await journal(id);
    expect(gone.map(({ act, list: by, changes, subject }) => [act, by?.name, changes.length, subject])).toEqual(['person.import_undone', 'person.education_added', 'person.post_added', 'person.created'].map((act) => [act, 'Сотрудники.csv', 0, null]));
  });

  it('costs no more statements in a long list than in a short one', async () => {
    const cost = async (count: number, family: string) => {
      const id = await bring([HEADING, ...Array.from({ length: count }, (_, index) => `${family} ${String.fromCharCode(1040 + index)}.|18.05.19${60 + index}|AKT04|Библиотекарь|1|01.09.2020|высшее|87015552222`)]);
      await runImport(runner(), id, 'all');
      return countQueries(() => work(id));
    };
    const few = await cost(2, 'Мало');
    expect(await cost(30, 'Много')).toBe(few);
  });
});

describe('an organisation in a list', () => {
  it('is on record as well, made, changed and taken back', async () => {
    const list = await run(['Код|Название|Название на казахском|Тип|Подчинение|Телефон', 'AKT04||Ақсу кітапханасы|||87015553333', 'N2|Сельская библиотека||сельская|AKT04|']);
    const changes = (await showOrganisationChanges(runner(), library)).changes;
    expect(lines(changes.slice(0, 1))).toEqual(['organisation.changed phone: – → 87015553333']);
    expect(changes[0]).toMatchObject({ who: 'Айгуль', list: { id: list, mayOpen: true } });
    const { rows } = await sql<{ id: string }>`select id from people.organisation where code = 'N2'`.execute(at.platform.db);
    const made = rows[0]!.id;
    expect(lines((await showOrganisationChanges(runner(), made)).changes)[0]).toContain('organisation.created kind: – → rural_library, code: – → N2');
    await takeBack(list);
    expect(lines((await showOrganisationChanges(runner(), library)).changes.slice(0, 1))).toEqual(['organisation.import_undone phone: 87015553333 → –']);
    expect((await journal(made)).map(({ act, list: by }) => `${act} ${by?.id === list}`)).toEqual(['organisation.import_undone true', 'organisation.created true']);
  });
});

describe('the journal', () => {
  it('calls a list by its file, for whoever may open it with its address', async () => {
    const id = await bring([HEADING, 'Прочая Анна|18.05.1991|AKT04|Библиотекарь|1|01.09.2020||']);
    expect((await journal(id)).map(({ act, subject }) => [act, subject])).toEqual(['import.mapped', 'import.brought'].map((act) => [act, { name: 'Сотрудники.csv', path: `/manage/imports/${id}` }]));
  });

  it.each(LOCALES)('says by which list in a sentence of its own: %s', (locale) => {
    const t = translator(locale);
    const acts = ['person.created', 'person.changed', 'person.post_added', 'person.post_changed', 'person.education_added', 'person.education_changed', 'person.attestation_added', 'organisation.created', 'organisation.changed', 'person.import_undone', 'person.imported'];
    const words = acts.map((act) => listActWords(t, act, { name: 'staff.xlsx' }));
    expect(new Set(words).size).toBe(acts.length);
    for (const sentence of words) expect(sentence).toContain('staff.xlsx');
    expect(listActWords(t, 'person.created', { name: '' })).toContain(t('imports.list.pasted'));
  });
});
