import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, photograph } from './browser.ts';

const web = browsing();
const text = (page: Page) => page.locator('main').innerText();

/** Fills the fields of an item of one right answer. */
async function typeItem(page: Page, code: string, stem: string): Promise<void> {
  await page.fill('[name=code]', code);
  await page.fill('[name="competency.code"]', 'Z1');
  await page.fill('[name="stem.ru"]', stem);
  await page.fill('[name="options.0.text.ru"]', 'Неверный ответ');
  await page.fill('[name="options.1.text.ru"]', 'Верный ответ');
}

describe.each([{ js: true }, { js: false }])('items and tests (JavaScript: $js)', ({ js }) => {
  const mark = js ? 'JS' : 'PLAIN';

  it('go from an item, shown as it is typed, to a published test, an attempt left and resumed, and a result', async () => {
    const keeper = await web.visitAs('coordinator', { js });
    await keeper.goto('/ru/my-day');
    await keeper.getByRole('link', { name: 'Банк заданий' }).click();
    await keeper.waitForURL(/manage\/items$/);
    expect(await keeper.locator('tbody tr').count()).toBe(50);
    await keeper.getByRole('link', { name: 'Создать задание' }).click();
    await keeper.getByRole('link', { name: 'Один ответ' }).click();
    await keeper.waitForURL(/type=single/);
    await typeItem(keeper, `Z-${mark}`, `Что делает библиотекарь? ${mark}`);
    await keeper.getByRole('button', { name: 'Показать' }).click();
    await expect.poll(() => keeper.locator('.summary').innerText()).toContain('Верным должен быть ровно один вариант');
    expect(await keeper.inputValue('[name="options.1.text.ru"]')).toBe('Верный ответ');
    await keeper.check('[name=rightOption][value="1"]');
    await keeper.getByRole('button', { name: 'Показать' }).click();
    await expect.poll(() => keeper.locator('.item-preview').innerText()).toContain(`Что делает библиотекарь? ${mark}`);
    if (js) await expectAccessible(keeper);
    await keeper.getByRole('button', { name: 'Сохранить' }).click();
    await keeper.waitForURL(/done=saved/);
    await expectNoOverflow(keeper);
    await keeper.getByRole('button', { name: 'Взять в работу' }).click();
    await keeper.waitForURL(/done=state/);
    const itemAddress = keeper.url().replace(/\?.*/, '');

    await keeper.goto('/ru/manage/tests');
    await keeper.getByRole('link', { name: 'Создать тест' }).click();
    await keeper.waitForURL(/tests\/new/);
    await keeper.selectOption('[name="competency.code"]', 'Z1');
    await keeper.fill('[name="title.ru"]', `Пробный тест ${mark}`);
    await keeper.fill('[name="introduction.ru"]', 'Один вопрос для примера');
    await keeper.fill('[name=minutes]', '15');
    await keeper.check('[name=showsAnswers]');
    await keeper.getByRole('button', { name: 'Сохранить и выбрать задания' }).click();
    await keeper.waitForURL(/\/items$/);
    await keeper.getByLabel(`Место: Z-${mark}`).fill('1');
    await keeper.getByLabel(`Баллы: Z-${mark}`).fill('2,5');
    if (js) await expectAccessible(keeper);
    await keeper.getByRole('button', { name: 'Сохранить' }).click();
    await keeper.waitForURL(/done=saved/);
    await keeper.getByRole('button', { name: 'Опубликовать' }).click();
    await keeper.waitForURL(/done=published/);

    const taker = await web.visitAs('specialist', { js, width: 390 });
    await taker.goto('/ru/tests');
    await taker.getByRole('link', { name: `Пробный тест ${mark}` }).click();
    await taker.waitForURL(/tests\/[0-9a-f-]{36}$/);
    expect(await text(taker)).toContain('Один вопрос для примера');
    if (js) await expectAccessible(taker);
    await taker.getByRole('button', { name: 'Начать тест' }).click();
    await taker.waitForURL(/attempts/);
    await taker.getByLabel('Неверный ответ').check();
    await taker.getByRole('button', { name: 'Сохранить и к проверке' }).first().click();
    await taker.waitForURL(/check$/);
    // Left, and come back to by the list of tests.
    await taker.goto('/ru/tests');
    await taker.getByRole('link', { name: `Пробный тест ${mark}` }).first().click();
    await taker.getByRole('link', { name: 'Продолжить' }).click();
    await taker.waitForURL(/attempts\/[0-9a-f-]{36}$/);
    expect(await taker.getByLabel('Неверный ответ').isChecked()).toBe(true);
    await taker.getByLabel('Верный ответ', { exact: true }).check();
    await photograph(taker, `tests-question-${mark.toLowerCase()}`);
    await expectNoOverflow(taker);
    const question = taker.url();
    await taker.getByRole('button', { name: 'Сохранить и к проверке' }).first().click();
    await taker.waitForURL(/check$/);
    expect(await text(taker)).toContain('Ответы даны на все задания');
    await taker.getByRole('button', { name: 'Сдать тест' }).click();
    await taker.waitForURL(/result/);
    expect(await text(taker)).toMatch(/Пройден[\s\S]*2,5 из 2,5[\s\S]*Показана ступень 2 компетенции Z1/);
    if (js) await expectAccessible(taker);
    await taker.goto(question);
    await taker.waitForURL(/result/);

    // What was answered does not change: an edit makes a version.
    await keeper.goto(`${itemAddress}/edit`);
    expect(await text(keeper)).toContain('Правка создаст новую версию');
    await keeper.fill('[name="stem.ru"]', `Другой вопрос ${mark}`);
    await keeper.getByRole('button', { name: 'Сохранить' }).click();
    await keeper.waitForURL(/done=saved/);
    expect(await keeper.locator('h2', { hasText: 'Версии' }).count()).toBe(1);
    await taker.reload();
    expect(await text(taker)).toContain(`Что делает библиотекарь? ${mark}`);
  });

  it('puts lines in order, finds pairs and types a number by the keyboard alone', async () => {
    const taker = await web.visitAs('head', { js, width: 390 });
    await taker.goto('/ru/tests');
    await taker.getByRole('link', { name: js ? 'Описание книги: основы' : 'Проверка сообщений и слухов' }).first().click();
    await taker.getByRole('button', { name: 'Начать тест' }).click();
    await taker.waitForURL(/attempts/);
    const seen = new Set<string>();
    for (;;) {
      const selects = taker.locator('main select');
      const radios = taker.locator('main input[type=radio]');
      if ((await selects.count()) > 0) {
        seen.add('selects');
        for (let at = 0; at < (await selects.count()); at++) {
          await selects.nth(at).focus();
          for (let press = 0; press <= at; press++) await taker.keyboard.press('ArrowDown');
        }
        expect(await selects.evaluateAll((all) => all.every((one) => (one as HTMLSelectElement).value !== ''))).toBe(true);
      } else if ((await radios.count()) > 0) {
        seen.add('radios');
        await radios.first().focus();
        await taker.keyboard.press('Space');
      } else if ((await taker.locator('[name=number]').count()) > 0) {
        seen.add('number');
        await taker.locator('[name=number]').focus();
        await taker.keyboard.type('12,5');
      } else await taker.locator('main input[type=checkbox]').first().check();
      await expectNoOverflow(taker);
      const before = taker.url();
      await taker.locator('.form-actions button').first().focus();
      await taker.keyboard.press('Enter');
      await taker.waitForURL((url) => url.href !== before);
      if (/check$/.test(taker.url())) break;
    }
    expect([...seen].sort()).toEqual(['number', 'radios', 'selects']);
    await taker.getByRole('button', { name: 'Сдать тест' }).click();
    await taker.waitForURL(/result/);
    expect(await text(taker)).toMatch(/из [78]/);
  });
});

describe('a case', () => {
  it('is answered with a text and a file, scored without a name, and its result told in "My day"', async () => {
    const keeper = await web.visitAs('coordinator');
    await keeper.goto('/ru/my-day');
    await keeper.getByRole('link', { name: /Кейсы: \d/ }).click();
    await keeper.waitForURL(/manage\/cases/);
    const waiting = await keeper.locator('tbody tr').count();

    const taker = await web.visitAs('specialist', { js: false });
    await taker.goto('/ru/tests');
    await taker.getByRole('link', { name: 'Этика и равный доступ: решения' }).first().click();
    await taker.getByRole('link', { name: 'Продолжить' }).click();
    await taker.goto(`${taker.url()}?at=6`);
    await taker.setInputFiles('[name=file]', { name: 'work.exe', mimeType: 'application/pdf', buffer: Buffer.from('MZ') });
    await taker.fill('[name=text]', 'Столкнулись тайна чтения и забота о ребёнке.');
    await taker.getByRole('button', { name: 'Сохранить и к проверке' }).click();
    await expect.poll(() => taker.locator('.summary').innerText()).toContain('Такой файл не принимается');
    expect(await taker.inputValue('[name=text]')).toContain('Столкнулись');
    await taker.setInputFiles('[name=file]', { name: 'Разбор.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 work') });
    await taker.getByRole('button', { name: 'Сохранить и к проверке' }).click();
    await taker.waitForURL(/check$/);
    await taker.getByRole('button', { name: 'Сдать тест' }).click();
    await taker.waitForURL(/result/);
    expect(await text(taker)).toContain('Ждёт оценки');

    await keeper.reload();
    expect(await keeper.locator('tbody tr').count()).toBe(waiting + 1);
    await keeper.locator('tbody a').last().click();
    await keeper.waitForURL(/cases\/[0-9a-f-]{36}/);
    expect(await text(keeper)).toContain('Столкнулись тайна чтения');
    await expectAccessible(keeper);
    const file = await keeper.request.get(await keeper.locator('a[download]').evaluate((link) => (link as HTMLAnchorElement).href));
    expect([file.status(), file.headers()['content-disposition']?.slice(0, 10), file.headers()['x-content-type-options']]).toEqual([200, 'attachment', 'nosniff']);
    for (const [at, mark] of [2, 2, 9, 1, 2].entries()) await keeper.fill(`[name="marks.${at}"]`, String(mark));
    await keeper.getByRole('button', { name: 'Поставить баллы' }).click();
    await expect.poll(() => keeper.locator('.summary').innerText()).toContain('не больше указанного');
    await keeper.fill('[name="marks.2"]', '3');
    await keeper.fill('[name=comment]', 'Хороший разбор');
    await keeper.getByRole('button', { name: 'Поставить баллы' }).click();
    await keeper.waitForURL(/done=scored/);
    await taker.goto('/ru/my-day');
    await taker.getByRole('link', { name: 'Результат теста готов' }).click();
    await taker.waitForURL(/result$/);
    expect(await text(taker)).toContain('Хороший разбор');
  });
});

describe('the bank', () => {
  it('goes out as files and comes back, and says row by row what is wrong', async () => {
    const page = await web.visitAs('methodist', { js: false });
    await page.goto('/ru/manage/items?competency=E1');
    expect(await page.locator('tbody tr').count()).toBe(13);
    const json = await page.request.get('/ru/manage/items/list.json?competency=E1');
    expect(json.headers()['content-disposition']).toContain('attachment');
    await page.getByRole('link', { name: 'Загрузить задания из файла' }).click();
    await page.waitForURL(/import$/);
    await page.setInputFiles('[name=file]', { name: 'bank.json', mimeType: 'application/json', buffer: await json.body() });
    await page.getByRole('button', { name: 'Загрузить' }).click();
    await expect.poll(() => text(page)).toContain('Без изменений: 13');
    await page.setInputFiles('[name=file]', { name: 'bank.csv', mimeType: 'text/csv', buffer: Buffer.from('code;competency;type;step;language;stem;options\nQ1;E1;single;9;ru;Что?;да\n') });
    await page.getByRole('button', { name: 'Загрузить' }).click();
    await expect.poll(() => page.locator('tbody').innerText()).toContain('слишком велико');
    expect(await text(page)).toContain('Ничего не записано');
    await expectNoOverflow(page);
  });

  it('shows figures of items with their formulas', async () => {
    const page = await web.visitAs('coordinator');
    await page.goto('/ru/manage/tests');
    await page.getByRole('link', { name: 'Описание книги: основы' }).click();
    await page.getByRole('link', { name: 'Показатели' }).click();
    await page.waitForURL(/figures$/);
    expect(await page.locator('tbody tr').count()).toBe(7);
    expect(await text(page)).toMatch(/корреляция баллов за задание/);
    await expectAccessible(page);
    const file = await page.request.get(`${page.url()}.xlsx`);
    expect(file.headers()['content-type']).toContain('spreadsheetml');
  });
});
