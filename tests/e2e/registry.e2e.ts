import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';

const web = browsing();
/** A busy machine takes its time. */
const WAIT = { timeout: 20_000 };
const press = async (page: Page, name: string, until: RegExp) => {
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.waitForURL(until);
};

describe.each(modes(false))('the registry (JavaScript: $js)', ({ js }) => {
  const sign = js ? 'JS' : 'PL';
  // Unlike each other and everybody of the demo (Жұмабекова Әсел): neither walk must be asked whether it means somebody who is there.
  const surname = js ? 'Үлгібаева' : 'Тестова';

  it('takes a library, its staffing table and its people, moves it and closes it', async () => {
    const page = await web.visitAs('coordinator', { js });
    await page.goto('/ru/organisations/new');
    await page.getByRole('button', { name: 'Добавить', exact: true }).click();
    await page.waitForLoadState();
    await expect.poll(() => page.locator('.field-error').count(), WAIT).toBeGreaterThan(2);
    await photograph(page, `registry/organisation-errors-${sign}`);
    if (js) await expectAccessible(page);
    const option = (text: string) => page.locator('[name=parentId] option', { hasText: text }).first().getAttribute('value');
    await page.selectOption('[name=parentId]', await option('AKT ·'));
    await page.selectOption('[name=kind]', 'rural_library');
    await page.fill('[name=code]', `new${sign}`);
    await page.fill('[name="name.ru"]', `Сельская библиотека ${sign}`);
    await page.fill('[name=phone]', '+7 7182 55 44 33');
    await press(page, 'Добавить', /done=added/);
    const library = page.url().split('?')[0] ?? '';
    expect(await page.locator('main').innerText()).toContain('Здесь пока никто не работает');

    await page.goto(`${library}/staffing/new`);
    await page.selectOption('[name=positionId]', { label: 'Библиотекарь' });
    await page.fill('[name=units]', '1,5');
    await page.fill('[name=fromDate]', '2020-01-01');
    await press(page, 'Сохранить', /staffing\?done=saved/);
    expect(await page.locator('tbody tr').first().innerText()).toMatch(/Библиотекарь\s+1,5\s+0\s+1,5\s+0/);

    await page.goto(`/ru/people/new?organisation=${library.split('/').at(-1)}`);
    await page.fill('[name=familyName]', surname);
    await page.fill('[name=givenName]', 'Әсел');
    await page.fill('[name=birthDate]', '2031-01-01');
    await page.selectOption('[name="post.positionId"]', { label: 'Библиотекарь' });
    await page.fill('[name="post.rate"]', '0,5');
    await page.fill('[name="post.fromDate"]', '2024-03-01');
    await page.getByRole('button', { name: 'Добавить', exact: true }).click();
    await page.waitForLoadState();
    await expect.poll(() => page.locator('.field-error').allInnerTexts(), WAIT).toHaveLength(1);
    // What was typed is still there.
    expect(await page.inputValue('[name=familyName]')).toBe(surname);
    await page.fill('[name=birthDate]', '1990-04-12');
    await press(page, 'Добавить', /people\/[0-9a-f-]{36}\?done=added/);
    const person = page.url().split('?')[0] ?? '';
    await expectNoOverflow(page);
    await photograph(page, `registry/card-${sign}`);
    if (js) await expectAccessible(page);

    await page.getByRole('link', { name: 'Завершить' }).click();
    await page.waitForURL(/end$/);
    await page.fill('[name=toDate]', '2026-11-20');
    await page.selectOption('[name=leavingReason]', 'moved_away');
    await press(page, 'Завершить работу', /done=ended/);
    expect(await page.locator('main').innerText()).toContain('Переезд');
    await page.goto(`${person}/changes`);
    expect(await page.locator('main').innerText()).toContain('Работа завершена');
    await photograph(page, `registry/changes-${sign}`);

    await page.goto(`${library}/move`);
    await page.selectOption('[name=parentId]', await option('USP ·'));
    await page.fill('[name=reason]', 'Реорганизация');
    await press(page, 'Перевести', /done=moved/);
    expect(await page.locator('main').innerText()).toContain('Успенский район');
    await page.goto(`${library}/close`);
    await press(page, 'Закрыть организацию', /done=closed/);
    expect(await page.locator('main').innerText()).toContain('Закрыта');
  });

  it('warns of a person with the same name, in whatever script it was typed', async () => {
    const page = await web.visitAs('coordinator', { js });
    await page.goto('/ru/people');
    const known = (await page.locator('tbody th a').first().innerText()).split(' ');
    await page.goto('/ru/people/new');
    await page.fill('[name=familyName]', known[0] ?? '');
    await page.fill('[name=givenName]', known[1] ?? '');
    await page.fill('[name=birthDate]', '2031-01-01');
    await page.locator('[name="post.organisationId"]').selectOption({ index: 1 });
    await page.selectOption('[name="post.positionId"]', { index: 1 });
    await page.fill('[name="post.fromDate"]', '2024-03-01');
    await page.getByRole('button', { name: 'Добавить', exact: true }).click();
    await page.waitForLoadState();
    await expect.poll(() => page.locator('main').innerText(), WAIT).toContain('с похожим именем');
    expect(await page.getByRole('button', { name: 'Это другой человек: добавить' }).count()).toBe(1);
    // What else is wrong is told at once, not at the next sending.
    expect(await page.locator('.field-error').count()).toBe(1);
    expect(await page.inputValue('[name=birthDate]')).toBe('2031-01-01');
    expect(await page.inputValue('[name=familyName]')).toBe(known[0]);
  });

  it('finds people under another alphabet and with a slip of the pen', async () => {
    const page = await web.visitAs('coordinator', { js });
    await page.goto('/kk/search?q=Akhmetv');
    expect(await page.locator('.found li').first().innerText()).toContain('Ахметов');
    await page.goto('/kk/search?q=AKT01');
    expect(await page.locator('.found li').first().innerText()).toContain('AKT01');
    await expectNoOverflow(page);
  });

  it('lets a person ask for a correction, and the centre decide', async () => {
    const self = await web.visitAs('specialist', { js });
    await self.goto('/ru/my-day');
    await self.getByRole('link', { name: 'Моя карточка' }).click();
    await self.waitForURL(/people\/[0-9a-f-]{36}$/);
    const card = self.url();
    await self.goto(`${card}/ask`);
    await self.fill('[name=familyName]', `Исправленная${sign}`);
    await press(self, 'Попросить', /done=asked/);
    if (js) await expectAccessible(self);
    expect((await self.goto(`${card}/edit`))?.status()).toBe(404);
    expect((await self.goto('/ru/people'))?.status()).toBe(404);

    const page = await web.visitAs('coordinator', { js });
    await page.goto('/ru/my-day');
    await page.getByRole('link', { name: /Решить об исправлении/ }).first().click();
    await page.waitForURL(/request$/);
    expect(await page.locator('main').innerText()).toContain(`Исправленная${sign}`);
    await photograph(page, `registry/request-${sign}`);
    await press(page, 'Подтвердить', /done=confirmed/);
    await self.goto(`${card}/changes`);
    expect(await self.locator('main').innerText()).toContain('Исправление подтверждено');
    // Who looked at her card stands there, too.
    expect(await self.locator('main').innerText()).toContain('Айгүл Жұмабекова');
  });

  it('shows a methodist her district, a head her library, and nothing else', async () => {
    for (const [role, code] of [['methodist', 'AKT'], ['head', null]] as const) {
      const page = await web.visitAs(role, { js });
      await page.goto('/ru/people');
      const options = await page.locator('[name=organisation] option').allInnerTexts();
      expect(options.length).toBeGreaterThan(1);
      if (code) expect(options.slice(1).every((text) => text.startsWith(code))).toBe(true);
      else expect(options).toHaveLength(2);
      const foreign = await web.visitAs('coordinator', { js });
      await foreign.goto('/ru/people?sort=-name');
      const href = (await foreign.locator('tbody th a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))) as string[];
      const own = new Set(await page.locator('tbody th a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))));
      const other = href.find((one) => !own.has(one)) ?? '';
      expect((await page.goto(other))?.status()).toBe(404);
    }
  });

  it('keeps a filter under a name, and gives the list out as a file', async () => {
    const page = await web.visitAs('coordinator', { js });
    await page.goto('/ru/people?age=from_55');
    await page.locator('summary', { hasText: 'Сохранить этот фильтр' }).click();
    await page.fill('form [name=name]', `Старшие ${sign}`);
    await press(page, 'Сохранить фильтр', /done=filter/);
    await page.goto('/ru/people');
    await page.getByRole('link', { name: `Старшие ${sign}` }).click();
    await page.waitForURL(/age=from_55/);
    const answer = await page.request.get(`${page.url().replace('/ru/people', '/ru/people/list.csv')}`);
    expect([answer.status(), String(answer.headers()['content-type'])]).toEqual([200, 'text/csv; charset=utf-8']);
    expect((await answer.text()).split('\r\n').length).toBeGreaterThan(10);
  });

  it('shares a filter with everybody below, who use and copy it and see no more than before', async () => {
    const page = await web.visitAs('coordinator', { js });
    const name = `Основной персонал ${sign}`;
    await page.goto('/ru/people?personnel=main');
    await page.locator('summary', { hasText: 'Сохранить этот фильтр' }).click();
    await page.fill('form [name=name]', name);
    await press(page, 'Сохранить фильтр', /done=filter/);
    await page.goto('/ru/people');
    await page.locator('summary', { hasText: 'Ваши фильтры' }).click();
    const line = page.locator('.saved-filter', { hasText: name });
    await line.locator('select').selectOption({ index: 1 });
    await line.getByRole('button', { name: 'Сохранить' }).click();
    await page.waitForURL(/done=filter/);

    const reader = await web.visitAs('methodist', { js });
    await reader.goto('/ru/people');
    const people = () => reader.locator('tbody th a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    const own = new Set(await people());
    await reader.getByRole('link', { name: `${name} · Айгүл Жұмабекова` }).click();
    await reader.waitForURL(/personnel=main/);
    const found = await people();
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((one) => !own.has(one))).toEqual([]);
    await reader.goto('/ru/people');
    await reader.locator('details.disclosure summary').first().click();
    await photograph(reader, `registry/shared-filters-${sign}`);
    if (js) await expectAccessible(reader);
    await expectNoOverflow(reader);
    const theirs = reader.locator('.saved-filter', { hasText: name });
    await theirs.getByRole('button', { name: 'Скопировать к себе' }).click();
    await reader.waitForURL(/\/people$/);
    expect(await reader.getByRole('link', { name, exact: true }).count()).toBe(1);
  });
});
