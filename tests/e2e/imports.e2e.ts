import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';

const web = browsing();

/** The page loads itself again while the work runs; here it is asked. */
async function until(page: Page, word: string): Promise<void> {
  const address = page.url().split('?')[0] ?? '';
  await expect.poll(async () => (await page.goto(address), page.locator('main').innerText()), { timeout: 60_000, interval: 700 }).toContain(word);
}

describe.each(modes(false))('a list from a spreadsheet (JavaScript: $js)', ({ js }) => {
  it('is pasted, matched, checked, written, and taken back', async () => {
    const sign = js ? 'Жсова' : 'Безжсова';
    const page = await web.visitAs('coordinator', { js });
    await page.goto('/ru/people');
    await page.getByRole('link', { name: 'Загрузить из таблицы' }).click();
    await page.waitForURL(/imports/);
    await page.goto('/ru/manage/imports/new');
    await page.getByRole('button', { name: 'Прочитать' }).click();
    await page.waitForLoadState();
    await expect.poll(() => page.locator('.field-error').count(), { timeout: 20_000 }).toBeGreaterThan(0);
    const rows = [
      ['ФИО', 'Код библиотеки', 'Должность', 'Ставка', 'Дата рождения', 'Дата приёма'],
      [`${sign} Анна Петровна`, 'AKT01', 'Библиотекарь', '0,5', '12.04.1990', '01.09.2020'],
      [`${sign} Мария`, 'AKT02', 'Методист', '1', '31.02.1985', '01.09.2019'],
      [`${sign} Вера`, 'НЕТ99', 'Методист', '1', '02.03.1985', '01.09.2019'],
      ['Итого', '', '', '2,5', '', ''],
    ];
    await page.fill('[name=text]', rows.map((cells) => cells.join('\t')).join('\n'));
    await page.getByRole('button', { name: 'Прочитать' }).click();
    await page.waitForURL(/columns/);
    await expectNoOverflow(page);
    await photograph(page, `imports/columns-${js}`);
    if (js) await expectAccessible(page);
    await page.getByRole('button', { name: 'Проверить строки' }).click();
    await page.waitForURL(/imports\/[0-9a-f-]{36}(\?|$)/);
    await until(page, 'Готово к загрузке');
    const text = await page.locator('main').innerText();
    expect(text).toContain('Дату не удалось прочитать');
    await photograph(page, `imports/checked-${js}`);
    await expectNoOverflow(page);
    if (js) await expectAccessible(page);
    const wrong = await page.request.get(`${page.url().split('?')[0]}/wrong.csv`);
    expect((await wrong.text()).split('\r\n').filter((line) => line.includes(sign))).toHaveLength(2);

    await page.locator('input[name=how][value=good]').check();
    await page.getByRole('button', { name: 'Записать в реестр' }).click();
    await page.waitForLoadState();
    await until(page, 'Загружено');
    const list = page.url();
    await page.goto(`/ru/people?q=${encodeURIComponent(sign)}`);
    expect(await page.locator('tbody tr').count()).toBe(1);
    expect(await page.locator('tbody tr').first().innerText()).toContain(`${sign} Анна Петровна`);

    await page.goto(list);
    await page.getByRole('link', { name: 'Отменить загрузку' }).click();
    await page.waitForURL(/undo$/);
    if (js) await expectAccessible(page);
    await page.getByRole('button', { name: 'Отменить загрузку' }).click();
    await page.waitForLoadState();
    await page.goto(list);
    await until(page, 'Отменено');
    await page.goto(`/ru/people?q=${encodeURIComponent(sign)}`);
    expect(await page.locator('tbody tr').count()).toBe(0);
  });
});
