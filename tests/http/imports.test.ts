import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SESSION_COOKIE } from '#server/modules/access/index.ts';
import { createOrganisation } from '#server/modules/people/index.ts';
import { toXlsx } from '#server/platform/tabular/export.ts';
import { localized } from '#server/platform/text/index.ts';
import { readWorkbook } from '#server/testing/workbook.ts';
import { createVisitor, type Form, type Page, type Visitor } from '../running/visitor.ts';
import { servedInstallation } from './served.ts';

/** A methodist's first hour: her spreadsheet, a browser without a script, and a worker that does what she asks for. */
const served = servedInstallation({ work: true });
let her: Visitor;

beforeAll(async () => {
  await createOrganisation(served.system(), { code: 'AKT04', kind: 'library', name: localized('ru', 'Аксуская сельская библиотека'), country: 'KZ', timeZone: 'Asia/Almaty', parentId: served.organisationId });
  const caller = await served.account('Methodist', { role: 'coordinator', scopeKind: 'organisation', scopeId: served.organisationId });
  her = createVisitor(served.address);
  her.cookies.set(SESSION_COOKIE, caller.cookie ?? '');
});
afterAll(() => her?.close());

const form = (page: Page, action: string): Form => {
  const found = page.forms.find((one) => one.action.includes(action));
  if (!found) throw new Error(`${page.path} (${page.status}) has no form ${action}: ${page.forms.map((one) => one.action).join(', ')}`);
  return found;
};
const upload = async (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<{ status: number; location: string; html: string }> => {
  const body = new FormData();
  body.set('file', new File([bytes], name));
  const answer = await fetch(`${served.address}/ru/manage/imports/new`, { method: 'POST', body, redirect: 'manual', headers: { cookie: `${SESSION_COOKIE}=${her.cookies.get(SESSION_COOKIE)}`, origin: served.address, accept: 'text/html' } });
  return { status: answer.status, location: answer.headers.get('location') ?? '', html: await answer.text() };
};
/** The page again until the worker has done its part. */
const until = async (path: string, word: string): Promise<Page> => {
  for (let tries = 0; tries < 60; tries += 1) {
    const page = await her.get(path);
    if (page.html.includes(word)) return page;
    await wait(500);
  }
  throw new Error(`${path} never says «${word}»`);
};

describe('a list', () => {
  it('goes from a workbook into the registry, its wrong rows into a file, and all of it out again', async () => {
    const bytes = await toXlsx({
      title: 'Сотрудники',
      columns: [{ title: 'ФИО' }, { title: 'Дата рождения' }, { title: 'Библиотека' }, { title: 'Должность' }, { title: 'Дата приёма' }],
      rows: [
        ['КАСЫМОВА АЙГУЛЬ', { date: '1976-05-18' }, 'AKT04', 'Библиотекарь', { date: '2001-09-01' }],
        ['Ли Ян', '31.02.1990', 'AKT04', 'Методист', { date: '2015-01-15' }],
        ['Итого', null, null, 2, null],
      ],
    });
    const sent = await upload('Сотрудники.xlsx', bytes);
    expect(sent.status).toBe(303);
    const columns = await her.get(sent.location);
    expect(columns.html).toContain('Например: КАСЫМОВА АЙГУЛЬ · Ли Ян · Итого.');
    expect(Object.fromEntries(form(columns, '?/map').fields)).toMatchObject({ kind: 'staff', 'columns.0': 'fullName', 'columns.1': 'birthDate', 'columns.2': 'organisation', 'columns.3': 'position', 'columns.4': 'hiredOn' });

    const checked = await her.submit(form(columns, '?/map'), { template: 'Как у нас' });
    expect(checked.html).toContain('Готово к загрузке');
    expect(checked.html).toContain('Дату не удалось прочитать. Напишите так: 18.05.1976.');
    expect(checked.html).toContain('B · Дата рождения');
    const refused = await her.submit(form(checked, '?/run'), { how: 'all' });
    expect(refused.html).toContain('Строк с ошибками: 1.');
    const list = checked.path.split('?')[0] ?? '';
    await her.submit(form(checked, '?/run'), { how: 'good' });
    await until(list, 'Список внесён в реестр.');

    const wrong = await served.send({ path: `${list}/wrong.xlsx`, headers: { cookie: `${SESSION_COOKIE}=${her.cookies.get(SESSION_COOKIE)}` } });
    const [sheet] = readWorkbook(wrong.body).values();
    expect(sheet?.map((row) => row.slice(0, 3))).toEqual([
      ['Что исправить', 'ФИО', 'Дата рождения'],
      ['Дата рождения: Дату не удалось прочитать. Напишите так: 18.05.1976.', 'Ли Ян', '31.02.1990'],
    ]);
    // Corrected by hand and brought again, it is known by its headings.
    const again = await her.submit(form(await her.get('/ru/manage/imports/new'), '/manage/imports/new'), { text: 'Что исправить\tФИО\tДата рождения\tБиблиотека\tДолжность\tДата приёма\nДата\tЛи Ян\t28.02.1990\tAKT04\tМетодист\t15.01.2015\n\tКасымова Айгуль\t18.05.1976\tAKT04\tБиблиотекарь\t01.09.2001' });
    const corrected = await her.submit(form(again, '?/map'));
    expect(corrected.html).toContain('Без изменений');
    expect((await her.get('/ru/people')).html).toContain('Касымова Айгуль');

    const undo = await her.get(`${list}/undo`);
    await her.submit(form(undo, '/undo'));
    await until(list, 'Изменения, внесённые списком, из реестра убраны.');
    expect((await her.get('/ru/people')).html).not.toContain('Касымова Айгуль');
    expect((await her.get('/ru/manage/imports')).html).toContain('Сотрудники.xlsx');
    const thrown = await her.submit(form(await her.get(`${corrected.path.split('?')[0]}/remove`), '/remove'));
    expect(thrown.path).toBe('/ru/manage/imports');
  });

  it.each([
    ['nothing', new Uint8Array(), 'Выберите файл или вставьте таблицу.'],
    ['a PDF', new TextEncoder().encode('%PDF-1.7 \u0000'), 'Это PDF. Нужна сама таблица: XLSX или CSV.'],
    ['half a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]), 'Файл повреждён.'],
    ['six megabytes', new Uint8Array(6_500_000).fill(65), 'Файл больше 5 МБ.'],
  ])('that is %s is refused in words', async (_, bytes, words) => {
    const answer = await upload('x.xlsx', bytes);
    expect([answer.status, answer.html.replaceAll('\u00a0', ' ').includes(words)]).toEqual([answer.status >= 400 && answer.status < 500 ? answer.status : 422, true]);
  });

  it('is nothing to whoever keeps no records', async () => {
    const stranger = createVisitor(served.address);
    const caller = await served.account('Reader', { role: 'specialist', scopeKind: 'organisation', scopeId: served.organisationId });
    stranger.cookies.set(SESSION_COOKIE, caller.cookie ?? '');
    for (const path of ['', '/new', '/template-staff.xlsx', '/template-organisations.csv']) expect((await stranger.get(`/ru/manage/imports${path}`)).status).toBe(404);
    stranger.close();
  });
});
