import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';

vi.setConfig({ testTimeout: 120_000 });
const web = browsing();
const text = (page: Page) => page.locator('main').innerText();

async function expectFine(page: Page, name: string, js: boolean): Promise<void> {
  if (js) await expectAccessible(page);
  await expectNoOverflow(page);
  await photograph(page, `growth-${name}-${js ? 'js' : 'plain'}`);
}
/** The record of the specialist of the demo, found on her own day. */
async function ownRecord(page: Page): Promise<string> {
  await page.goto('/ru/my-day');
  return /\/people\/[0-9a-f-]{36}/.exec((await page.locator('a[href*="/people/"]').first().getAttribute('href')) ?? '')?.[0] ?? '';
}
const press = async (page: Page, name: string | RegExp) => {
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).first().click()]);
};

describe.each(modes(false))('competencies of a person (JavaScript: $js)', ({ js }) => {
  it('are rated by herself first, with what is asked hidden, then by her head, and stand side by side', async () => {
    const herself = await web.visitAs('specialist', { js });
    const record = await ownRecord(herself);
    await herself.goto(`/ru${record}/competencies`);
    expect(await text(herself)).toMatch(/Профиль должности:?\s+Детский библиотекарь/);
    await expectFine(herself, 'before', js);
    await press(herself, 'Оценить себя');
    await herself.waitForURL(/sheets\/[0-9a-f-]{36}$/);
    await expectFine(herself, 'sheet', js);
    // What is asked is not seen by her until she has said what she does.
    const sheet = new URL(herself.url()).pathname;
    await herself.goto(`/ru${record}/competencies`);
    expect(await text(herself)).toContain('Требования должности откроются, когда Вы сдадите самооценку');
    await herself.getByRole('link', { name: 'Продолжить лист' }).click();
    await herself.waitForURL(new RegExp(sheet));
    const first = herself.locator('fieldset').filter({ has: herself.locator('input[type=radio]') });
    await first.nth(0).locator('input[type=radio]').nth(3).check();
    await first.nth(1).locator('input[type=radio]').nth(1).check();
    await herself.locator('textarea').first().fill('Составляю план закупки сама');
    await press(herself, 'Сохранить и дальше');
    await herself.goto(`/ru${record}/competencies`);
    await herself.getByRole('link', { name: 'Продолжить лист' }).click();
    await herself.waitForURL(new RegExp(sheet));
    await herself.goto(`${sheet}?area=A`);
    expect(await herself.locator('textarea').first().inputValue()).toBe('Составляю план закупки сама');
    await herself.goto(`${sheet}/review`);
    expect(await text(herself)).toMatch(/Не оценен[ыо] \d+ компетенци/);
    await expectFine(herself, 'review', js);
    await press(herself, 'Сдать лист');
    await herself.waitForURL(/handed_in=2/);
    expect(await text(herself)).toContain('Лист сдан: 2 оценки');
    expect(await text(herself)).toContain('Составляю план закупки сама');
    await expectFine(herself, 'after', js);

    const staff = await web.visitAs('coordinator', { js });
    await staff.goto(`/ru${record}/competencies`);
    await press(staff, 'Оценить как руководитель');
    const answers = staff.locator('fieldset').filter({ has: staff.locator('input[type=radio]') });
    await answers.nth(0).locator('input[type=radio]').nth(1).check();
    await press(staff, 'Сохранить и дальше');
    await staff.goto(`${new URL(staff.url()).pathname}/review`);
    await press(staff, 'Сдать лист');
    await staff.waitForURL(/handed_in=1/);
    const row = await staff.locator('tbody tr').filter({ has: staff.locator('.quiet', { hasText: /^A1$/ }) }).first().innerText();
    expect(row).toMatch(/Руководитель/);
    expect(row).toMatch(/Сам/);
    expect(row).toContain('Оценки расходятся: от 1 до 3');
  });

  it('are asked for by profiles that a coordinator changes', async () => {
    const staff = await web.visitAs('coordinator', { js });
    await staff.goto('/ru/manage/profiles');
    expect(await staff.locator('tbody tr').count()).toBeGreaterThanOrEqual(12);
    await expectFine(staff, 'profiles', js);
    await staff.goto('/ru/manage/profiles/new');
    await staff.fill('[name="title.ru"]', js ? 'Библиотекарь медиатеки' : 'Библиотекарь читального зала');
    await staff.locator('select[name^="levels."]').first().selectOption('2-3');
    await staff.locator('[name=organisationId]').selectOption({ index: 1 });
    await press(staff, 'Добавить профиль');
    await staff.waitForURL(/done=saved/);
    expect(await staff.locator('select[name^="levels."]').first().inputValue()).toBe('2-3');
    await expectFine(staff, 'profile', js);
    await press(staff, 'Вывести из употребления');
    expect(await text(staff)).toContain('Выведен из употребления');
    await press(staff, 'Вернуть в употребление');
    await staff.getByRole('button', { name: 'Сохранить' }).waitFor();
  });

  it('show what is missing and what closes it; evidence that is accepted closes it, too', async () => {
    const staff = await web.visitAs('coordinator', { js });
    const herself = await web.visitAs('specialist', { js });
    const record = await ownRecord(herself);
    await herself.goto(`/ru${record}/competencies`);
    await herself.getByRole('link', { name: 'Чего не хватает' }).click();
    await herself.waitForURL(/\/gaps$/);
    const gap = herself.locator('section.panel').filter({ has: herself.locator('ol') }).first();
    const [code = '', ...words] = (await gap.locator('h2').innerText()).split(' ');
    const title = words.join(' ');
    expect(await gap.innerText()).toMatch(/Не хватает 1 ступени/);
    expect(await gap.innerText()).toMatch(/Профиль «Детский библиотекарь» ждёт ступень \d/);
    await expectFine(herself, 'gaps', js);

    // An organiser says what an event teaches; the reader sees it where she lacks it, with the reason.
    const upcoming = /seminars\/[0-9a-f-]{36}/.exec((await gap.locator('ol a').first().getAttribute('href')) ?? '')?.[0] ?? '';
    await staff.goto(`/ru/manage/${upcoming}`);
    await staff.getByRole('link', { name: 'Чему учит событие' }).click();
    await staff.waitForURL(/competencies$/);
    const value = await staff.locator('select[name=competencyId] option', { hasText: `${code} ${title}` }).getAttribute('value');
    await staff.selectOption('select[name=competencyId]', value);
    await staff.selectOption('select[name=fromStep]', '2');
    await staff.selectOption('select[name=toStep]', '2');
    await press(staff, 'Назвать');
    await expect.poll(() => text(staff)).toContain('должна быть выше');
    expect(await staff.inputValue('select[name=competencyId]')).toBe(value);
    await expectFine(staff, 'teaching', js);
    await staff.selectOption('select[name=fromStep]', '');
    await staff.selectOption('select[name=toStep]', '4');
    await press(staff, 'Назвать');
    await staff.waitForURL(/done=named/);
    expect(await text(staff)).toContain(title);
    await herself.goto(`/ru/${upcoming}`);
    expect(await text(herself)).toContain('Чему здесь учатся');
    await expectNoOverflow(herself);
    await herself.goto(`/ru${record}/competencies/gaps`);
    expect(await gap.innerText()).toMatch(/закрывает 1 ступень из 1 за \d/);
    await herself.goto('/ru/offers?show=mine');
    expect(await text(herself)).toContain(`${code}. ${title}`);
    expect(await text(herself)).toContain('закрывает 1 ступень из Ваших 1');
    await expectFine(herself, 'offers', js);

    await herself.goto(`/ru${record}/competencies/gaps`);
    await gap.getByRole('link', { name: 'Показать, что умею' }).click();
    await herself.waitForURL(/evidence\/new/);
    await herself.getByRole('link', { name: 'Ссылка', exact: true }).click();
    await herself.waitForURL(/kind=link/);
    expect(await herself.inputValue('[name="shows.0.competencyId"]')).toBe(value);
    await herself.fill('[name=title]', 'Страница читательского клуба');
    await herself.fill('[name=url]', 'javascript:alert(1)');
    await press(herself, 'Предложить на проверку');
    await expect.poll(() => herself.locator('.summary').innerText()).toMatch(/адрес/i);
    expect(await herself.inputValue('[name=title]')).toBe('Страница читательского клуба');
    await expectFine(herself, 'evidence-form', js);
    await herself.fill('[name=url]', 'lib.example.kz/club');
    await herself.selectOption('[name="shows.0.step"]', '4');
    await press(herself, 'Предложить на проверку');
    await herself.waitForURL(/done=offered/);
    expect(await text(herself)).toContain('Подтверждение предложено');
    await expectFine(herself, 'evidence', js);
    const piece = new URL(herself.url()).pathname;

    // Whoever answers for her finds it on her own day.
    const head = staff;
    await head.goto('/ru/my-day');
    await head.locator('main a[href$="/evidence"]').first().click();
    await head.waitForURL(/\/evidence$/);
    await expectFine(head, 'evidence-waiting', js);
    await head.locator('main a[href*="/evidence/"]', { hasText: 'Страница читательского клуба' }).last().click();
    await head.waitForURL(new RegExp(`${piece}$`));
    await press(head, 'Вернуть');
    await expect.poll(() => head.locator('.summary').count()).toBe(1);
    await expectFine(head, 'evidence-review', js);
    await press(head, 'Принять');
    await head.waitForURL(/done=accepted/);
    expect(await text(head)).toContain('Новых оценок: 1');
    await herself.goto(`/ru${record}/competencies/gaps`);
    expect(await herself.locator('h2', { hasText: title }).count()).toBe(0);
    await herself.goto(`/ru${record}/competencies/evidence`);
    expect(await text(herself)).toContain('Страница читательского клуба');
    await expectFine(herself, 'evidence-list', js);
  });
});
