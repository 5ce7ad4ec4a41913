import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { findJob } from '#server/platform/jobs.ts';
import { toXlsx } from '#server/platform/tabular/export.ts';
import { account, coordinatorOf, countQueries, testInstallation } from '#server/testing/installation.ts';
import { localized } from '#server/platform/text/index.ts';
import { IMPORT_JOBS, forgetImports } from './imports.jobs.ts';
import { bringList, choosePlaces, chooseSheet, decideRows, listImportsFor, mapColumns, readMapping, removeImport, runImport, undoImport } from './imports.service.ts';
import { findImport, listReadRows, type ReadRow } from './imports.queries.ts';
import { ChoosePlaces, Mapping } from './imports.schemas.ts';
import { showImport } from './import-view.service.ts';
import { exportPeopleFor } from './people.export.ts';
import { PeopleFilter } from './people-list.service.ts';
import { createOrganisation } from './organisations.service.ts';
import { changePerson } from './persons.service.ts';
import { PersonInput } from './persons.schemas.ts';

const at = testInstallation();
let centre: Actor;
let library = '';
let branch = '';
const ctx = (actor = centre): Ctx => at.ctx(actor, at.networkId, 'ru');
const refusal = (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field}: ${code}`).join(', ') ?? error.code);

beforeAll(async () => {
  centre = coordinatorOf(at.networkId, at.organisationId);
  const place = (code: string, ru: string, parentId: string) => createOrganisation(at.system(), { code, kind: 'library', name: localized('ru', ru), country: 'KZ', timeZone: 'Asia/Almaty', parentId });
  library = await place('AKT04', 'Аксуская сельская библиотека', at.organisationId);
  branch = await place('F3', 'Библиотека-филиал № 3', library);
});

/** Runs the job that a list waits for, as a worker would. */
async function work(id: string, stop = false): Promise<Record<string, unknown>> {
  const row = (await findImport(ctx(), id))!;
  const job = (await findJob(ctx(), row.job_id!))!;
  return (await IMPORT_JOBS[job.kind]!({ id: job.id, networkId: at.networkId, params: job.params, platform: at.platform, createdBy: job.created_by, progress: async () => {}, stopRequested: async () => stop })) ?? {};
}

const map = async (id: string, more: Record<string, unknown> = {}) => {
  const { import: row } = await readMapping(ctx(), id);
  const columns = Object.fromEntries(row.header.columns.flatMap(({ index, field }) => (field ? [[String(index), field]] : [])));
  await mapColumns(ctx(), id, Mapping.parse({ kind: row.kind, columns, ...more }));
};
const bring = async (lines: readonly string[], more: Record<string, unknown> = {}) => {
  const id = await bringList(ctx(), { text: lines.map((line) => line.replaceAll('|', '\t')).join('\n') });
  await map(id, more);
  return id;
};
const rows = (id: string): Promise<ReadRow[]> => listReadRows(ctx(), id, 'all', { after: 0, limit: 100 });
const verdicts = async (id: string) => (await rows(id)).map(({ row_number, verdict, problems }) => [row_number, verdict, ...problems.map(({ code }) => code)]);
const counts = async (id: string) => (await findImport(ctx(), id))!.counts;
const registry = async () => {
  const { rows: found } = await sql<Record<string, string>>`
    select p.sort_name as name, p.birth_date as born, p.phone, string_agg(o.code || ':' || e.kind || ':' || e.rate || ':' || e.from_date, ' ' order by e.kind, e.from_date) as posts,
      (select string_agg(d.level || ':' || coalesce(d.is_library_profile::text, '?'), ' ') from people.education d where d.person_id = p.id) as education
    from people.person p left join people.employment e on e.person_id = p.id left join people.organisation o on o.id = e.organisation_id
    where p.network_id = ${at.networkId} group by p.id order by p.sort_name, p.birth_date nulls first`.execute(at.platform.db);
  return found.map((row) => Object.values(row).map((value) => value ?? '').join(' | '));
};

const HEADING = 'ФИО|Дата рождения|Библиотека|Должность|Ставка|Дата приёма|Образование|Телефон';
const LIST = [
  'Список сотрудников', HEADING,
  'Касымова Айгуль Болатовна|18.05.1976|AKT04|Библиотекарь|1|01.09.2001|высшее библиотечное|87015550101',
  'ЛИ ЯН|2.3.1990|Библиотека-филиал № 3|Заведующая библиотекой|полставки|15.01.2015|ср. спец.|',
  'Ким Анна|31.02.1990|F3|Библиотекарь|1|01.09.2001||',
  'Итого|||||||',
]; // prettier-ignore

describe('a list of staff', () => {
  it('goes into the registry row by row or not at all, and out of it again as if it had never been', async () => {
    const before = await registry();
    const id = await bring(LIST);
    expect(await verdicts(id)).toEqual([[3, 'new'], [4, 'new'], [5, 'wrong', 'cell.date_unreadable']]); // prettier-ignore
    expect(await counts(id)).toMatchObject({ rows: 3, new: 2, wrong: 1, totals: 1, undecided: 0 });
    expect(await refusal(runImport(ctx(), id, 'all'))).toBe('how: import.rows_wrong');
    expect(await registry()).toEqual(before);

    await runImport(ctx(), id, 'good');
    await work(id);
    expect(await registry()).toEqual([
      'Касымова Айгуль Болатовна | 1976-05-18 | 87015550101 | AKT04:main:1.00:2001-09-01 | higher:true',
      'Ли Ян | 1990-03-02 |  | F3:main:0.50:2015-01-15 | vocational:?',
    ]);
    expect(await counts(id)).toMatchObject({ written: 2, wrong: 1 });
    expect((await findImport(ctx(), id))!.state).toBe('done');
    // Once more is no second time.
    expect(await work(id)).toEqual({});
    expect(await refusal(runImport(ctx(), id, 'good'))).toBe('import.not_possible_now');

    await undoImport(ctx(), id);
    expect(await work(id)).toEqual({ undone: 2, kept: 0 });
    expect(await registry()).toEqual(before);
    const { rows: left } = await sql<{ n: number }>`select count(*)::int as n from people.record_change where subject_type = 'person'`.execute(at.platform.db);
    expect(left[0]!.n).toBe(0);
    const { rows: acts } = await sql<{ act: string }>`select act from platform.audit_entry where subject_id = ${id} order by id`.execute(at.platform.db);
    expect(acts.map(({ act }) => act)).toEqual(['import.brought', 'import.mapped', 'import.started', 'import.done', 'import.undo_started', 'import.undone']);
  });

  it('read again changes nothing, and corrected changes only what it corrects', async () => {
    const first = await bring(LIST.slice(0, 4));
    await runImport(ctx(), first, 'all');
    await work(first);
    const loaded = await registry();

    const again = await bring(LIST.slice(0, 4));
    expect(await verdicts(again)).toEqual([[3, 'same'], [4, 'same']]); // prettier-ignore
    expect(await refusal(runImport(ctx(), again, 'all'))).toBe('how: import.nothing_to_do');

    // What the registry gives out is what it takes in.
    for (const format of ['xlsx', 'csv'] as const) {
      const { bytes } = await exportPeopleFor(ctx(), PeopleFilter.parse({}), format);
      const back = await bringList(ctx(), { file: { name: `people.${format}`, bytes } });
      await map(back);
      expect(await verdicts(back)).toEqual([[2, 'same'], [3, 'same']]); // prettier-ignore
    }
    const undated = await bring([HEADING, 'Новая Анна||AKT04|Библиотекарь|1|||']);
    expect(await verdicts(undated)).toEqual([[2, 'wrong', 'cell.date_missing']]);
    await map(undated, { postsFrom: '2026-01-01' });
    expect(await verdicts(undated)).toEqual([[2, 'new']]);

    const corrected = await bring([HEADING, 'Қасымова Айгүл|18.05.1976|AKT04|Библиотекарь|0,75|01.09.2001||8 705 111 22 33', 'Ли Ян||F3|Заведующий библиотекой||||']);
    expect(await verdicts(corrected)).toEqual([[2, 'change'], [3, 'same']]); // prettier-ignore
    await runImport(ctx(), corrected, 'all');
    await work(corrected);
    // Her name is completed, never replaced.
    expect((await registry())[0]).toBe('Касымова Айгуль Болатовна | 1976-05-18 | 8 705 111 22 33 | AKT04:main:0.75:2001-09-01 | higher:true');
    await undoImport(ctx(), corrected);
    expect(await work(corrected)).toEqual({ undone: 1, kept: 0 });
    expect(await registry()).toEqual(loaded);

    // Whoever was worked with since stays, and the list says so.
    const { rows: people } = await sql<{ id: string; version: number }>`select id, version from people.person where sort_name = 'Ли Ян'`.execute(at.platform.db);
    at.clock.set(new Date(at.clock.now().getTime() + 60_000));
    await changePerson(ctx(), people[0]!.id, PersonInput.parse({ version: people[0]!.version, familyName: 'Ли', givenName: 'Яна' }));
    await undoImport(ctx(), first);
    expect(await work(first)).toEqual({ undone: 1, kept: 1 });
    expect((await listReadRows(ctx(), first, 'kept', { after: 0, limit: 10 })).map(({ row_number, kept_because }) => [row_number, kept_because])).toEqual([[4, 'changed_since']]);
    expect((await registry()).map((line) => line.split(' | ')[0])).toEqual(['Ли Яна']);
    await sql`delete from people.card_view; delete from people.employment; delete from people.education; delete from people.attestation; delete from people.person`.execute(at.platform.db);
  });

  it('asks who is meant where a name alone cannot tell, and somebody decides', async () => {
    const first = await bring([HEADING, 'Касымова Айгуль|18.05.1976|AKT04|Библиотекарь|1|01.09.2001||']);
    await runImport(ctx(), first, 'all');
    await work(first);
    const id = await bring([HEADING, 'Касымова Айгуль||F3|Библиотекарь|0,5|01.09.2020||', 'Касымова А.|18.05.1976|AKT04|Библиотекарь|1|01.09.2001||', 'Касымова Айгуль|19.05.1991|F3|Библиотекарь|1|01.09.2020||']);
    expect((await rows(id)).map(({ verdict, candidates }) => [verdict, candidates.length])).toEqual([['undecided', 1], ['undecided', 1], ['new', 0]]); // prettier-ignore
    expect(await refusal(runImport(ctx(), id, 'good'))).toBe('how: import.rows_undecided');
    const [one] = await rows(id);
    expect(await refusal(decideRows(ctx(), id, { row: { '2': at.organisationId } }))).toBe('row.2: choice.missing');
    await decideRows(ctx(), id, { row: { '2': 'new', '3': one!.candidates[0]!.id } });
    await runImport(ctx(), id, 'all');
    await work(id);
    expect(await registry()).toEqual([
      'Касымова Айгуль |  |  | F3:main:0.50:2020-09-01 | ',
      'Касымова Айгуль | 1976-05-18 |  | AKT04:main:1.00:2001-09-01 | ',
      'Касымова Айгуль | 1991-05-19 |  | F3:main:1.00:2020-09-01 | ',
    ]);
    await sql`delete from people.card_view; delete from people.employment; delete from people.person`.execute(at.platform.db);
  });

  it('a second row of one person is a second post of hers; a second main post of somebody there is a problem', async () => {
    const id = await bring([HEADING, 'Касымова Айгуль|18.05.1976|AKT04|Библиотекарь|1|01.09.2001||', 'Касымова Айгуль|18.05.1976|F3|Водитель|0,5|01.09.2010||', 'Касымова Айгуль|18.05.1976|AKT04|Библиотекарь|1|01.09.2001||']);
    expect(await verdicts(id)).toEqual([[2, 'new'], [3, 'new', 'row.twice_in_file'], [4, 'same', 'row.twice_in_file']]); // prettier-ignore
    await runImport(ctx(), id, 'all');
    await work(id);
    expect(await registry()).toEqual(['Касымова Айгуль | 1976-05-18 |  | AKT04:main:1.00:2001-09-01 F3:second:0.50:2010-09-01 | ']);
    const more = await bring([HEADING + '|Вид занятости', 'Касымова Айгуль|18.05.1976|PVL|Библиотекарь|1|01.09.2020|||основная']);
    expect(await verdicts(more)).toEqual([[2, 'wrong', 'row.main_post_twice']]);
    await undoImport(ctx(), id);
    expect(await work(id)).toEqual({ undone: 2, kept: 0 });
    expect(await registry()).toEqual([]);
  });

  it('stopped or failed in the middle it leaves nothing', async () => {
    const id = await bring(LIST.slice(0, 4));
    await runImport(ctx(), id, 'all');
    await work(id, true);
    expect([await registry(), (await findImport(ctx(), id))!.state]).toEqual([[], 'checked']);
    // What became impossible since the list was read stops a run of all rows.
    await sql`update people.import_row set verdict = 'change', subject_id = ${library}::uuid where import_id = ${id}::uuid and row_number = 3`.execute(at.platform.db);
    await runImport(ctx(), id, 'all');
    expect(await refusal(work(id))).toBe('import.rows_changed');
    expect([await registry(), (await findImport(ctx(), id))!.state]).toEqual([[], 'checked']);
    await removeImport(ctx(), id);
    expect(await findImport(ctx(), id)).toBeUndefined();
  });
});

describe('organisations that are not found', () => {
  const LINES = ['ФИО|Дата рождения|Библиотека|Должность|Дата приёма', ...[1, 2, 3].map((day) => `Местова Анна|0${day}.03.1981|бывшая изба-читальня|Библиотекарь|01.09.2001`), 'Местова Вера|04.03.1981|клуб|Библиотекарь|01.09.2001'];

  it('are said once for all rows that name them, and only those that are hers', async () => {
    const id = await bring(LINES);
    const page = await showImport(ctx(), id, { which: null, after: 0 });
    expect(page.unknown).toEqual([{ text: 'бывшая изба-читальня', n: 3 }, { text: 'клуб', n: 1 }]);
    expect(page.problems).toMatchObject([{ code: 'cell.organisation_unknown', heading: 'Библиотека', n: 4 }]);
    expect(page.places.map(({ value }) => value)).toContain(branch);
    const choose = (text: string, organisationId: string) => choosePlaces(ctx(), id, ChoosePlaces.parse({ place: { '0': { text, organisationId } } }));
    expect(await refusal(choose('клуб', at.otherOrganisationId))).toBe('place.0.organisationId: choice.missing');
    expect(await refusal(choosePlaces(ctx(), id, ChoosePlaces.parse({ place: { '0': { text: 'клуб' } } })))).toBe('place: choice.missing');
    await choose('бывшая изба-читальня', branch);
    expect((await rows(id)).map(({ verdict, draft }) => [verdict, (draft as { post?: { organisationId: string } } | null)?.post?.organisationId])).toEqual([['new', branch], ['new', branch], ['new', branch], ['wrong', undefined]]);
    // The next choice keeps the first.
    await choose('клуб', library);
    expect(await counts(id)).toMatchObject({ new: 4, wrong: 0 });
    expect((await showImport(ctx(), id, { which: null, after: 0 })).unknown).toEqual([]);
  });

  it('cost the page no more statements than any other rows', async () => {
    const few = await bring(['ФИО|Дата рождения|Библиотека|Должность|Дата приёма', 'Счётова Анна|01.03.1981|AKT04|Библиотекарь|01.09.2001']);
    const many = await bring(LINES);
    const cost = (id: string) => countQueries(() => showImport(ctx(), id, { which: 'all', after: 0 }));
    expect([await cost(few), await cost(many)]).toEqual([5, 5]);
    expect(await countQueries(() => readMapping(ctx(), many))).toBe(2);
  });
});

describe('a list of organisations', () => {
  it('goes in as a tree, whatever the order of rows, and out again', async () => {
    const id = await bring(['Код|Название|Название на казахском|Тип|Подчинение|Координаты', 'N2|Сельская библиотека Щербакты|Шарбақты|сельская|N1|52,3; 76,9', 'N1|ЦБС Щербактинского района||ЦБС|AKT04|', 'F3|Библиотека-филиал № 3|№ 3 кітапхана|||']);
    expect(await verdicts(id)).toEqual([[2, 'new'], [3, 'new'], [4, 'change']]); // prettier-ignore
    await runImport(ctx(), id, 'all');
    await work(id);
    const tree = async () => (await sql<{ code: string; depth: number; kk: string | null }>`select code, array_length(path, 1) as depth, name->'kk'->>'text' as kk from people.organisation where network_id = ${at.networkId} order by code`.execute(at.platform.db)).rows.map(Object.values);
    expect(await tree()).toEqual([['AKT04', 2, null], ['F3', 3, '№ 3 кітапхана'], ['N1', 3, null], ['N2', 4, 'Шарбақты'], ['PVL', 1, null]]); // prettier-ignore
    await undoImport(ctx(), id);
    expect(await work(id)).toEqual({ undone: 3, kept: 0 });
    expect(await tree()).toEqual([['AKT04', 2, null], ['F3', 3, null], ['PVL', 1, null]]); // prettier-ignore
  });
});

describe('who may', () => {
  it('bring lists: whoever keeps records, for her own places; everybody else finds nothing', async () => {
    const head = account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: branch }]);
    expect(await refusal(bringList(ctx(account([])), { text: LIST.join('\n') }))).toBe('page.not_found');
    expect(await refusal(bringList(ctx(head), { text: 'Код\tНазвание\tТип\nX1\tА\tфилиал' }))).toBe('text: import.organisations_not_yours');
    const id = await bringList(ctx(head), { text: LIST.slice(0, 4).join('\n').replaceAll('|', '\t') });
    expect(await refusal(readMapping(ctx(), id))).toBe('page.not_found');
    const { import: row } = await readMapping(ctx(head), id);
    await mapColumns(ctx(head), id, Mapping.parse({ kind: 'staff', columns: Object.fromEntries(row.header.columns.flatMap(({ index, field }) => (field ? [[String(index), field]] : []))) }));
    expect(await verdicts(id)).toEqual([[3, 'wrong', 'cell.organisation_not_yours'], [4, 'new']]); // prettier-ignore
    expect((await listImportsFor(ctx(head))).imports.map((one) => one.id)).toEqual([id]);
    const admin = account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]);
    expect((await listImportsFor(ctx(admin))).imports.length).toBeGreaterThan(3);
    const other = at.ctx(account([{ role: 'network_admin', networkId: at.otherNetworkId, scopeKind: 'network', scopeId: null }]), at.otherNetworkId);
    expect([await refusal(readMapping(other, id)), (await listImportsFor(other)).imports]).toEqual(['page.not_found', []]);
  });

  it('files are kept until they may be forgotten, and another sheet can be chosen', async () => {
    const bytes = await toXlsx({ title: 'Лист', columns: [{ title: 'ФИО' }, { title: 'Должность' }], rows: [['Ли Ян', 'методист']] });
    const id = await bringList(ctx(), { file: { name: 'C:\\списки\\Сотрудники.xlsx', bytes } });
    expect(await readMapping(ctx(), id)).toMatchObject({ import: { file_name: 'Сотрудники.xlsx', sheets: ['Лист'], sheet: 'Лист' }, sample: [{ row: 2, cells: ['Ли Ян', 'методист'] }] });
    expect(await refusal(chooseSheet(ctx(), id, 'Нет такого'))).toBe('sheet: choice.missing');
    await chooseSheet(ctx(), id, 'Лист');
    expect(await refusal(bringList(ctx(), { file: { name: 'x.pdf', bytes: Buffer.from('%PDF-1.7') } }))).toBe('file: table.pdf');
    at.clock.set(new Date(at.clock.now().getTime() + 40 * 86_400_000));
    expect(await forgetImports(at.platform)).toBeGreaterThan(0);
    const { rows: left } = await sql<{ n: number }>`select (select count(*) from people.import_row)::int + (select count(*) from platform.stored_file where owner_type = 'people.import')::int as n`.execute(at.platform.db);
    expect(left[0]!.n).toBe(0);
    expect((await findImport(ctx(), id))!.forgotten_at).not.toBeNull();
  });

  it('a template is known again by its headings', async () => {
    const lines = ['Кто|Чем занят|Где', 'Ли Ян|методист|F3'];
    const text = lines.join('\n').replaceAll('|', '\t');
    const id = await bringList(ctx(), { text });
    expect(await refusal(mapColumns(ctx(), id, Mapping.parse({ kind: 'staff', columns: { '1': 'position' } })))).toBe('columns: import.name_missing');
    expect(await refusal(mapColumns(ctx(), id, Mapping.parse({ kind: 'staff', columns: { '0': 'fullName', '1': 'fullName' } })))).toBe('columns: import.field_twice');
    await mapColumns(ctx(), id, Mapping.parse({ kind: 'staff', columns: { '0': 'fullName', '1': 'position', '2': 'organisation' }, template: 'Как у нас' }));
    const again = await bringList(ctx(), { text });
    const { import: row } = await readMapping(ctx(), again);
    expect([row.settings.template, row.header.columns.map(({ field }) => field)]).toEqual(['Как у нас', ['fullName', 'position', 'organisation']]);
  });
});
