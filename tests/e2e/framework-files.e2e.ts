import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';

vi.setConfig({ testTimeout: 120_000 });
const web = browsing();
const text = (page: Page) => page.locator('main').innerText();

async function expectFine(page: Page, name: string, js: boolean): Promise<void> {
  if (js) await expectAccessible(page);
  await expectNoOverflow(page);
  await photograph(page, `framework-files-${name}-${js ? 'js' : 'plain'}`);
}

const id = (end: string) => `c0000000-0000-4000-8000-0000000000${end}`;
const link = (end: string) => ({ title: '', identifier: id(end), uri: `https://case.example.org/${id(end)}` });
const item = (end: string, humanCodingScheme: string, fullStatement: string) => ({ identifier: id(end), uri: link(end).uri, humanCodingScheme, fullStatement, lastChangeDateTime: '2020-01-01T00:00:00Z' });
const child = (end: string, of: string) => ({ identifier: id(`f${end[1] ?? ''}`), uri: '', associationType: 'isChildOf', originNodeURI: link(end), destinationNodeURI: link(of), lastChangeDateTime: '2020-01-01T00:00:00Z' });
/** A package of somebody else; with `circle` an area stands in what stands in it. */
const pack = (circle: boolean) => ({
  CFDocument: { identifier: id('00'), uri: link('00').uri, creator: 'Someone', title: 'Чтение вслух', language: 'ru', lastChangeDateTime: '2020-01-01T00:00:00Z' },
  CFItems: [item('01', 'A', '<b>Чтение</b>'), item('02', 'A.1', 'Читает вслух'), { ...item('03', '', 'Выбирает книгу'), humanCodingScheme: undefined }],
  CFAssociations: [circle ? child('01', '02') : child('01', '00'), child('02', '01'), child('03', '01')],
});
const file = (name: string, value: unknown) => ({ name, mimeType: 'application/json', buffer: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) });

const press = async (page: Page, name: string) => {
  await Promise.all([page.waitForResponse((answer) => answer.request().method() === 'POST'), page.getByRole('button', { name, exact: true }).click()]);
  await page.waitForLoadState();
};

describe.each(modes(false))('a framework from a file (JavaScript: $js)', ({ js }) => {
  it('is refused with what is wrong, mended, stored as a draft and exported again', async () => {
    const staff = await web.visitAs('coordinator', { js });
    await staff.goto('/ru/manage/frameworks/import');
    await expectFine(staff, 'upload', js);
    await press(staff, 'Проверить файл');
    expect(await staff.locator('.summary').innerText()).toContain('Файл');
    await staff.setInputFiles('[type=file]', file('reading.json', pack(true)));
    await press(staff, 'Проверить файл');
    await staff.waitForURL(/import\/[0-9a-f-]{36}$/);
    expect(await text(staff)).toContain('Файл не сохранён');
    expect(await text(staff)).toContain('Пункт стоит сам в себе');
    await expectFine(staff, 'refused', js);
    expect(await staff.getByRole('button', { name: 'Сохранить черновик' }).count()).toBe(0);

    await staff.getByRole('link', { name: 'Загрузить другой файл' }).click();
    await staff.waitForURL(/frameworks\/import$/);
    await staff.setInputFiles('[type=file]', file('reading.json', pack(false)));
    await press(staff, 'Проверить файл');
    await staff.waitForURL(/import\/[0-9a-f-]{36}$/);
    expect(await text(staff)).toContain('У пункта не было кода, он получил свой');
    await staff.selectOption('[name=organisationId]', { label: 'Областной научно-методический центр (пример)' });
    await staff.selectOption('[name=scaleOf]', 'house');
    await staff.fill('[name=key]', 'library-specialist');
    await press(staff, 'Сохранить черновик');
    expect(await staff.locator('.summary').innerText()).toContain('Рамка с таким кратким именем уже есть');
    await expectFine(staff, 'read', js);
    await staff.fill('[name=key]', `reading-${js ? 'js' : 'plain'}`);
    await press(staff, 'Сохранить черновик');
    await staff.getByText('Рамка сохранена черновиком').waitFor();
    await expectFine(staff, 'done', js);

    const [download] = await Promise.all([staff.waitForEvent('download'), staff.getByRole('link', { name: 'CASE 1.1' }).click()]);
    const out = JSON.parse(await readFile(await download.path(), 'utf8')) as { CFItems: { identifier: string; fullStatement: string }[]; CFRubrics: { CFRubricCriteria: { CFRubricCriterionLevels: object[] }[] }[] };
    expect(out.CFItems.map(({ identifier, fullStatement }) => [identifier, fullStatement])).toEqual([[id('01'), 'Чтение'], [id('02'), 'Читает вслух'], [id('03'), 'Выбирает книгу']]);
    expect(out.CFRubrics[0]?.CFRubricCriteria[0]?.CFRubricCriterionLevels.length).toBeGreaterThan(1);
    // What this installation gives it reads again.
    await staff.getByRole('link', { name: 'Загрузить другой файл' }).click();
    await staff.setInputFiles('[type=file]', file('again.json', out));
    await press(staff, 'Проверить файл');
    await staff.waitForURL(/import\/[0-9a-f-]{36}$/);
    expect(await staff.getByRole('button', { name: 'Сохранить черновик' }).count()).toBe(1);
    expect(await text(staff)).not.toContain('Прочитано так');
    // The open ones are read by anybody.
    const open = (await (await staff.request.get('/ims/case/v1p1/CFDocuments')).json()) as { CFDocuments: { title: string }[] };
    expect(open.CFDocuments.map(({ title }) => title)).not.toContain('Чтение вслух');
    expect((await staff.request.get('/ims/case/v1p1/CFItems/x')).status()).toBe(400);
  });
});
