import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';

vi.setConfig({ testTimeout: 90_000 });
const web = browsing();
const text = (page: Page) => page.locator('main').innerText();

async function expectFine(page: Page, name: string, js: boolean): Promise<void> {
  if (js) await expectAccessible(page);
  await expectNoOverflow(page);
  await photograph(page, `issuing-list-${name}-${js ? 'js' : 'plain'}`);
}
const press = async (page: Page, name: string, status: (code: number) => boolean) => {
  await Promise.all([page.waitForResponse((answer) => answer.request().method() === 'POST' && status(answer.status())), page.getByRole('button', { name, exact: true }).click()]);
  await page.waitForLoadState();
};

describe.each(modes(false))('certificates from a list (JavaScript: $js)', ({ js }) => {
  it('are checked first, issued in one go, found in the register, and taken back while their mails wait', async () => {
    const staff = await web.visitAs('coordinator', { js });
    await staff.goto('/ru/manage/register');
    await staff.getByRole('link', { name: 'Выдать по списку' }).first().click();
    await staff.waitForURL(/register\/new$/);
    await expectFine(staff, 'form', js);
    const title = `Наставничество ${js ? 'со скриптом' : 'без скрипта'}`;
    await press(staff, 'Проверить список', (code) => code === 422);
    expect(await staff.locator('.summary').innerText()).toContain('Название');
    await staff.selectOption('[name=organisationId]', { label: 'Областной научно-методический центр (пример)' });
    await staff.selectOption('[name=kind]', 'mentor');
    await staff.fill('[name=title]', title);
    await staff.fill('[name=from]', '2026-02-02');
    await staff.fill('[name=hours]', '24');
    await staff.selectOption('[name=qualification]', 'retraining');
    await staff.fill('[name=names]', 'Иванова Мария Петровна;подопечный: Ли Ян;maria@example.kz\nКасымова Айгуль\nкасымова айгуль\nАнна 😀');
    await press(staff, 'Проверить список', (code) => code === 422);
    expect(await staff.locator('.summary').innerText()).toContain('Такой документ здесь выдать нельзя');
    await expectFine(staff, 'refused', js);
    // What was typed is still there; the list has not been shown yet, so the next press shows it.
    expect(await staff.inputValue('[name=title]')).toBe(title);
    await staff.selectOption('[name=qualification]', '');
    await press(staff, 'Проверить список', (code) => code === 422);
    expect(await text(staff)).toContain('Из списка взяты 2 человека');
    await staff.locator('[name=leaveOut]').check();
    await expectFine(staff, 'preview', js);
    await press(staff, 'Выдать', () => true);
    await staff.waitForURL(/register\/lists\/[0-9a-f-]{36}$/);
    await staff.getByText('Выдано 2 сертификата').waitFor({ timeout: 30_000 });
    await expectFine(staff, 'run', js);
    const list = staff.url();
    await staff.getByRole('link', { name: 'Показать в реестре' }).click();
    await staff.waitForURL(/register\?list=/);
    expect((await staff.locator('tbody tr').allInnerTexts()).filter((row) => row.includes(title))).toHaveLength(2);
    await staff.locator('tbody a').first().click();
    expect(await text(staff)).toMatch(/Наставник|наставник/);

    await staff.goto(list);
    await staff.getByRole('link', { name: 'Отменить выдачу' }).click();
    await staff.waitForURL(/undo$/);
    await expectFine(staff, 'undo', js);
    await staff.fill('[name=reason]', 'не тот список наставников');
    await staff.getByRole('button', { name: 'Аннулировать' }).click();
    await staff.waitForURL(/undone=2/);
    expect(await text(staff)).toContain('Аннулировано 2 сертификата');
    await staff.goto('/ru/manage/register/lists');
    expect(await text(staff)).toContain(title);
    expect(await text(staff)).toContain('Первая помощь в библиотеке');
    await expectFine(staff, 'lists', js);
  });
});
