import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';

vi.setConfig({ testTimeout: 180_000 });
const web = browsing();
const text = (page: Page) => page.locator('main').innerText();

async function expectFine(page: Page, name: string, js: boolean): Promise<void> {
  if (js) await expectAccessible(page);
  await expectNoOverflow(page);
  await photograph(page, `views-${name}-${js ? 'js' : 'plain'}`);
}
const press = async (page: Page, name: string | RegExp) => {
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).first().click()]);
};
/** What a link of the page saves begins as its kind of file does. */
async function expectFile(page: Page, ending: 'xlsx' | 'pdf'): Promise<void> {
  const href = await page.locator(`main a[href*=".${ending}?"]`).first().getAttribute('href');
  const answer = await page.request.get(new URL(href ?? '', page.url()).href);
  expect(answer.status()).toBe(200);
  expect((await answer.body()).subarray(0, 4).toString('latin1')).toBe(ending === 'pdf' ? '%PDF' : 'PK\u0003\u0004');
}

describe.each(modes(false))('views of competencies (JavaScript: $js)', ({ js }) => {
  it('lead from the map of the districts to one competency, and to files', async () => {
    const staff = await web.visitAs('coordinator', { js });
    await staff.goto('/ru/competencies');
    await staff.getByRole('link', { name: 'Тепловая карта компетенций' }).click();
    await staff.waitForURL(/competencies\/map/);
    expect(await staff.locator('tbody tr').count()).toBeGreaterThan(10);
    expect(await staff.locator('.heat').count()).toBeGreaterThan(50);
    await expectFine(staff, 'map', js);
    await expectFile(staff, 'xlsx');
    await expectFile(staff, 'pdf');
    await staff.locator('select[name=figure]').selectOption('met');
    await press(staff, 'Применить');
    expect(await text(staff)).toContain('Доля тех, чья ступень не ниже требуемой');
    expect(await staff.locator('tbody td').filter({ hasText: '%' }).count()).toBeGreaterThan(10);
    await staff.locator('tbody th a').first().click();
    await staff.waitForURL(/district=/);
    await staff.locator('main ul a[href*="area="]').first().click();
    await staff.waitForURL(/area=/);
    await expectFine(staff, 'map-area', js);
    await staff.locator('main ul a[href*="competency="]').first().click();
    await staff.waitForURL(/coverage\?.*competency=/);
    expect(await text(staff)).toMatch(/Где ближайшая помощь/);
    await expectFine(staff, 'coverage', js);
    await expectFile(staff, 'pdf');
  });

  it('compare two months, with who came and left', async () => {
    const staff = await web.visitAs('coordinator', { js });
    await staff.goto('/ru/competencies/compare');
    expect(await text(staff)).toMatch(/Работали: \d+, работают: \d+/);
    expect(await staff.locator('tbody tr').count()).toBeGreaterThan(5);
    await expectFine(staff, 'compare', js);
    await staff.locator('select[name=rows]').selectOption('districts');
    await press(staff, 'Применить');
    expect(await staff.locator('thead').innerText()).toMatch(/Пришли/);
    await expectFine(staff, 'compare-districts', js);
    await expectFile(staff, 'xlsx');
  });

  it('show a person as a picture beside the table, and how she came to it', async () => {
    const staff = await web.visitAs('coordinator', { js });
    await staff.goto('/ru/competencies/experts');
    await staff.locator('tbody th a').first().click();
    await staff.waitForURL(/\/people\/[0-9a-f-]{36}\/competencies/);
    expect(await text(staff)).toContain('Области кратко');
    await expectFine(staff, 'person', js);
    await expectFile(staff, 'pdf');
    await staff.getByRole('link', { name: 'Как менялись ступени' }).click();
    await staff.waitForURL(/history/);
    expect(await text(staff)).toMatch(/Средняя ступень была/);
    expect(await staff.locator('tbody tr').count()).toBeGreaterThan(10);
    await expectFine(staff, 'history', js);
  });

  it('tell who can help, once she has said so herself', async () => {
    const herself = await web.visitAs('specialist', { js });
    await herself.goto('/ru/competencies/experts');
    await herself.getByRole('link', { name: 'Я помогаю коллегам' }).click();
    await herself.waitForURL(/\/help/);
    await press(herself, 'Предложить помощь');
    expect(await text(herself)).toMatch(/Выберите/);
    await herself.locator('input[name="competencies[]"][type=checkbox]').first().check();
    await herself.fill('[name=words]', js ? 'Звоните в среду' : 'Звоните в четверг');
    await expectFine(herself, 'help', js);
    await press(herself, 'Предложить помощь');
    await herself.waitForURL(/done=saved/);
    await herself.goto('/ru/competencies/experts');
    expect(await text(herself)).toContain(js ? 'Звоните в среду' : 'Звоните в четверг');
    await expectFine(herself, 'experts', js);
    await herself.getByRole('link', { name: 'Я помогаю коллегам' }).click();
    await press(herself, 'Больше не предлагать помощь');
    await herself.goto('/ru/competencies/experts');
    expect(await text(herself)).not.toContain('Звоните в');
    // Figures are not hers to read.
    expect((await herself.goto('/ru/competencies/map'))?.status()).toBe(404);
  });

  it('follow the rule, which is tried before it is saved', async () => {
    const staff = await web.visitAs('coordinator', { js });
    await staff.goto('/ru/manage/frameworks');
    await staff.locator('main a[href*="/manage/frameworks/"]').filter({ hasText: /библиот/i }).first().click();
    await staff.getByRole('link', { name: 'Правило' }).click();
    await staff.waitForURL(/\/rule/);
    const before = await staff.locator('input[name=rule]:checked').inputValue();
    const other = before === 'best' ? 'commission' : 'best';
    await staff.locator(`input[name=rule][value=${other}]`).check();
    await press(staff, 'Посмотреть, что изменится');
    expect(await text(staff)).toMatch(/Ступени изменятся у \d+ человек/);
    expect(await staff.locator('input[name=rule]:checked').inputValue()).toBe(other);
    await expectFine(staff, 'rule', js);
    await press(staff, 'Сохранить');
    await staff.waitForURL(/done=saved/);
    expect(await text(staff)).toContain('Пересчёт ступеней по новому правилу');
    await staff.locator(`input[name=rule][value=${before}]`).check();
    await press(staff, 'Сохранить');
  });
});
