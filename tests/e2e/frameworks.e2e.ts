import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, LONG, modes, photograph } from './browser.ts';

vi.setConfig({ testTimeout: 180_000 });
const web = browsing();
const text = (page: Page) => page.locator('main').innerText();

async function expectFine(page: Page, name: string, js: boolean): Promise<void> {
  if (js) await expectAccessible(page);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoOverflow(page);
    if (LONG || width === 390) await photograph(page, `framework-${name}-${js ? 'js' : 'plain'}-${width}`);
  }
}
const press = async (page: Page, name: string | RegExp) => {
  await Promise.all([page.waitForResponse((answer) => answer.request().method() === 'POST'), page.getByRole('button', { name, exact: true }).first().click()]);
  await page.waitForLoadState();
};
const follow = async (page: Page, name: string | RegExp, to: RegExp) => {
  await page.getByRole('link', { name }).first().click();
  await page.waitForURL(to);
};
const EDITOR = /manage\/frameworks\/[0-9a-f-]{36}(\?.*)?$/;
const ITEM = /items\/[0-9a-f-]{36}(\?.*)?$/;

async function addArea(page: Page, editor: string, code: string, title: string): Promise<void> {
  await page.goto(`${editor}/items/new?kind=area`);
  await page.fill('[name=code]', code);
  await page.fill('[name="title.ru"]', title);
  await press(page, 'Добавить');
  await page.waitForURL(EDITOR);
}

async function addCompetency(page: Page, editor: string, area: string, code: string, title: string): Promise<void> {
  await page.goto(editor);
  await follow(page, new RegExp(`Добавить ?: ${area}$`), /items\/new\?kind=competency&in=/);
  await page.fill('[name=code]', code);
  await page.fill('[name="title.ru"]', title);
  for (const step of [0, 1]) await page.fill(`[name="levels.-.${step}.ru"]`, `Делает на ступени ${step}`);
  await press(page, 'Добавить');
  await page.waitForURL(ITEM);
}

describe.each(modes(false))('a framework of one’s own (JavaScript: $js)', ({ js }) => {
  it('is written, published, and changed by moving, merging and splitting in its next version', async () => {
    const key = js ? 'own-with-script' : 'own-without-script';
    const staff = await web.visitAs('coordinator', { js });
    await staff.goto('/ru/frameworks');
    await follow(staff, 'Ведение рамок', /manage\/frameworks$/);
    await expectFine(staff, 'list', js);
    await follow(staff, 'Создать рамку', /frameworks\/new$/);
    await expectFine(staff, 'new', js);

    // A row more and a key that is none: what was typed stays.
    await staff.fill('[name="title.ru"]', `Волонтёр ${key}`);
    await staff.fill('[name="sources.0.title"]', 'Приказ области');
    await press(staff, 'Добавить строку');
    expect(await staff.locator('[name="sources.1.title"]').count()).toBe(1);
    await staff.fill('[name=key]', 'Не так');
    if (await staff.locator('select[name=organisationId]').count()) await staff.selectOption('[name=organisationId]', { label: 'Областной научно-методический центр (пример)' });
    await press(staff, 'Создать');
    expect(await staff.locator('.summary').innerText()).toContain('латинскими буквами');
    expect(await staff.inputValue('[name="sources.0.title"]')).toBe('Приказ области');
    await staff.fill('[name=key]', key);
    await press(staff, 'Создать');
    await staff.waitForURL(EDITOR);
    const editor = staff.url().replace(/\?.*/, '');
    expect(await text(staff)).toContain('В черновике пока нет ни одного пункта');
    await expectFine(staff, 'empty', js);

    // A scale of two steps: three rows are taken away.
    await staff.goto(`${editor}/scale`);
    for (let row = 5; row > 2; row--) await press(staff, `Убрать строку ${row}`);
    expect(await staff.locator('[name$=".step"]').count()).toBe(2);
    await staff.fill('[name="steps.1.step"]', '0');
    await press(staff, 'Сохранить');
    expect(await staff.locator('.summary').innerText()).toContain('указана дважды');
    await staff.fill('[name="steps.1.step"]', '1');
    await press(staff, 'Сохранить');
    await staff.waitForURL(/done=saved/);
    await expectFine(staff, 'scale', js);

    await addArea(staff, editor, 'A', 'Встреча читателя');
    await addArea(staff, editor, 'B', 'Праздник в библиотеке');
    await addCompetency(staff, editor, 'A', 'A1', 'Приветствие');
    await expectFine(staff, 'item', js);
    await addCompetency(staff, editor, 'A', 'A2', 'Подсказка');
    await addCompetency(staff, editor, 'B', 'B1', 'Афиша');
    await staff.goto(editor);
    expect(await text(staff)).toContain('Описано 2 из 2');
    await expectFine(staff, 'tree', js);

    // A descriptor is missing: publishing says which.
    await follow(staff, 'B1 Афиша', ITEM);
    await staff.fill('[name="levels.-.1.ru"]', '');
    await press(staff, 'Сохранить');
    await staff.goto(`${editor}/publish`);
    expect(await text(staff)).toContain('B1: Не описаны ступени: 1.');
    await expectFine(staff, 'blocked', js);
    await follow(staff, 'B1', ITEM);
    await staff.fill('[name="levels.-.1.ru"]', 'Рисует афишу сам');
    await press(staff, 'Сохранить');
    await staff.goto(`${editor}/publish`);
    await expectFine(staff, 'publish', js);
    await press(staff, 'Опубликовать');
    await staff.waitForURL(/done=published/);

    // Its next version.
    await press(staff, new RegExp(`Начать новую версию ?: Волонтёр ${key}`));
    await staff.waitForURL(/done=begun/);
    const next = staff.url().replace(/\?.*/, '');
    await follow(staff, /Переместить ?: B1$/, /move$/);
    await expectFine(staff, 'move', js);
    await staff.selectOption('[name=parentId]', { label: 'A Встреча читателя' });
    await staff.selectOption('[name=afterId]', { label: '\u2003A1 Приветствие' });
    await press(staff, 'Переместить');
    await staff.waitForURL(/done=moved/);
    expect((await staff.locator('.framework-tree tbody a[href*="/items/"]:not([href$="move"]):not([href*="new"])').allInnerTexts()).map((line) => line.trim().split(' ')[0])).toEqual(['A', 'A1', 'B1', 'A2', 'B']);

    await follow(staff, 'Объединить компетенции', /merge$/);
    await staff.selectOption('[name=into]', { label: 'A1 Приветствие' });
    await staff.getByLabel('A2 Подсказка').check();
    await expectFine(staff, 'merge', js);
    await press(staff, 'Объединить компетенции');
    await staff.waitForURL(/done=merged/);
    expect(await text(staff)).not.toContain('A2 Подсказка');
    await follow(staff, 'Показать выведенные из употребления', /retired=yes/);
    await follow(staff, 'A2 Подсказка', ITEM);
    expect(await text(staff)).toContain('Заменена на: A1 Приветствие');

    await staff.goto(next);
    await follow(staff, 'B1 Афиша', ITEM);
    await follow(staff, 'Разделить', /split$/);
    await expectFine(staff, 'split', js);
    await press(staff, 'Разделить');
    expect(await staff.locator('.summary').innerText()).toContain('хотя бы две');
    for (const [at, code] of [[0, 'B2'], [1, 'B3']] as const) {
      await staff.fill(`[name="codes.${at}.code"]`, code);
      await staff.fill(`[name="codes.${at}.title.ru"]`, `Часть ${code}`);
    }
    await press(staff, 'Разделить');
    await staff.waitForURL(/done=split/);
    expect(await text(staff)).toContain('B3 Часть B3');

    // An empty area goes: it stood in a published version, so it can come back.
    await follow(staff, 'B Праздник в библиотеке', ITEM);
    await follow(staff, 'Вывести из употребления', /retire$/);
    await expectFine(staff, 'item-retire', js);
    await press(staff, 'Вывести из употребления');
    await staff.waitForURL(/done=item_retired/);
    await staff.goto(`${next}/changes`);
    const changes = await text(staff);
    for (const said of ['Добавлено 2 пункта', 'Выведено из употребления 3 пункта', 'B1 Афиша']) expect(changes).toContain(said);
    await expectFine(staff, 'changes', js);

    // Ties, also to another framework.
    await staff.goto(next);
    await follow(staff, 'A1 Приветствие', ITEM);
    await follow(staff, 'Добавить связь', /ties$/);
    await staff.fill('main [name=q]', 'этика');
    await Promise.all([staff.waitForURL(/ties\?q=/), staff.locator('main').getByRole('button', { name: 'Найти', exact: true }).click()]);
    await staff.selectOption('[name=kind]', 'near');
    await staff.selectOption('[name=competencyId]', { label: 'M4 Профессиональная этика и равный доступ' });
    await press(staff, 'Добавить');
    await staff.waitForURL(/done=saved/);
    expect(await text(staff)).toContain('Близко: M4 Профессиональная этика и равный доступ');
    await expectFine(staff, 'ties', js);

    // Somebody else changes the draft meanwhile: what was typed stays, and the next press counts.
    const other = await web.visitAs('network_admin', { js });
    await staff.goto(`${next}/head`);
    await staff.fill('[name="description.ru"]', 'О чём эта рамка');
    await other.goto(`${next}/head`);
    await other.getByRole('checkbox', { name: 'казахский' }).check();
    await press(other, 'Сохранить');
    await other.waitForURL(/done=saved/);
    await press(staff, 'Сохранить');
    expect(await staff.locator('.summary').count()).toBe(1);
    expect(await staff.inputValue('[name="description.ru"]')).toBe('О чём эта рамка');
    await staff.getByRole('checkbox', { name: 'казахский' }).check();
    await press(staff, 'Сохранить');
    await staff.waitForURL(/done=saved/);
    await expectFine(staff, 'head', js);

    // What a translator has before her.
    await staff.goto(`${next}/translate?to=kk`);
    expect(await text(staff)).toMatch(/Осталось перевести \d+ текст/);
    await expectFine(staff, 'translate', js);
    await staff.fill('[name="texts.head/title"]', 'Еріктінің құзыреттіліктері');
    await press(staff, 'Сохранить');
    await staff.waitForURL(/saved=1/);
    expect(await text(staff)).toContain('Сохранён 1 текст');

    await staff.goto(`${next}/discard`);
    await expectFine(staff, 'discard', js);
    await press(staff, 'Удалить черновик');
    await staff.waitForURL(/done=discarded/);
    await staff.goto(`${editor}/retire`);
    await expectFine(staff, 'retire', js);
    await press(staff, 'Вывести из употребления');
    await staff.waitForURL(/done=retired/);
  });

  it('is read by whoever works in the network: the tree, words, one competency, a whole area', async () => {
    const reader = await web.visitAs('specialist', { js, width: 390 });
    await reader.goto('/ru/frameworks');
    expect(await text(reader)).toContain('Специалист библиотеки');
    expect(await reader.getByRole('link', { name: 'Ведение рамок' }).count()).toBe(0);
    await expectFine(reader, 'read-list', js);
    await follow(reader, 'Специалист библиотеки', /frameworks\/[0-9a-f-]{36}$/);
    await expectFine(reader, 'read', js);
    await reader.fill('main [name=q]', 'этика');
    await Promise.all([reader.waitForURL(/q=/), reader.locator('main').getByRole('button', { name: 'Найти' }).click()]);
    expect(await text(reader)).toContain('Профессиональная этика и равный доступ');
    expect(await text(reader)).not.toContain('Запись, выдача и заказ');
    await follow(reader, /Профессиональная этика/, /frameworks\/[0-9a-f-]{36}\/[0-9a-f-]{36}$/);
    expect(await reader.locator('.ladder > li').count()).toBe(5);
    expect(await text(reader)).toMatch(/Её треб/);
    await expectFine(reader, 'read-item', js);
    await reader.getByRole('navigation', { name: 'Вы здесь' }).getByRole('link').last().click();
    await reader.waitForURL(/frameworks\/[0-9a-f-]{36}\/[0-9a-f-]{36}$/);
    expect(await reader.locator('.ladder-of').count()).toBeGreaterThan(3);
    await expectFine(reader, 'read-area', js);
    // The framework with two ages: each is shown by itself.
    await reader.goto('/ru/frameworks');
    await follow(reader, /[Кк]лючевые компетенции/, /frameworks\/[0-9a-f-]{36}$/);
    await reader.locator('.competency-list a').first().click();
    await reader.waitForURL(/frameworks\/[0-9a-f-]{36}\/[0-9a-f-]{36}$/);
    await follow(reader, /18–30/, /variant=18-30/);
    expect(await reader.locator('.ladder > li').count()).toBe(4);
  });
});
