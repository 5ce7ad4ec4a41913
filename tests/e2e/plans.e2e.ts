import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, LONG, photograph } from './browser.ts';

vi.setConfig({ testTimeout: 180_000 });
const web = browsing();
const text = (page: Page) => page.locator('main').innerText();
const press = async (page: Page, name: string | RegExp) => {
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).first().click()]);
};
async function expectFine(page: Page, name: string, js: boolean): Promise<void> {
  if (js) await expectAccessible(page);
  await expectNoOverflow(page);
  await photograph(page, `plans-${name}-${js ? 'js' : 'plain'}`);
}
/** The record of the specialist of the demo, found on her own day. */
async function ownRecord(page: Page): Promise<string> {
  await page.goto('/ru/my-day');
  return /\/people\/[0-9a-f-]{36}/.exec((await page.locator('a[href*="/people/"]').first().getAttribute('href')) ?? '')?.[0] ?? '';
}
/** Her head says what she sees: two competencies at the lowest step. */
async function rate(head: Page, record: string): Promise<void> {
  await head.goto(`/ru${record}/competencies`);
  await press(head, 'Оценить как руководитель');
  const answers = head.locator('fieldset').filter({ has: head.locator('input[type=radio]') });
  for (const place of [0, 1]) await answers.nth(place).locator('input[type=radio]').nth(0).check();
  await press(head, 'Сохранить и дальше');
  await head.goto(`${new URL(head.url()).pathname}/review`);
  await press(head, 'Сдать лист');
  await head.waitForURL(/handed_in=2/);
}

// Both ways one after the other: the second begins with what the first left behind.
describe.each([{ js: false }, { js: true }])('a plan of development (JavaScript: $js)', ({ js }) => {
  it('goes from gaps through the agreement of the head to its review, and what is left is carried over', async () => {
    const herself = await web.visitAs('specialist', { js });
    const head = await web.visitAs('coordinator', { js });
    const record = await ownRecord(herself);
    await rate(head, record);

    await herself.goto(`/ru${record}/plan`);
    if (await herself.getByRole('link', { name: 'Отменить план' }).count()) {
      await herself.getByRole('link', { name: 'Отменить план' }).click();
      await expectFine(herself, 'withdraw', js);
      await press(herself, 'Отменить план');
      await herself.waitForURL(/done=withdrawn/);
    }
    await herself.getByRole('link', { name: 'Начать план' }).click();
    await herself.waitForURL(/plan\/new/);
    const gaps = herself.locator('input[type=checkbox][name="competencies[]"]');
    expect(await gaps.count()).toBeGreaterThanOrEqual(2);
    await gaps.nth(0).check();
    await gaps.nth(1).check();
    await expectFine(herself, 'new', js);
    // What is wrong is told beside its field, and what was ticked stays.
    await herself.fill('[name=untilOn]', '2020-01-01');
    await press(herself, 'Начать план');
    expect(await text(herself)).toContain('Конец раньше начала.');
    expect(await gaps.nth(1).isChecked()).toBe(true);
    await herself.fill('[name=untilOn]', new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10));
    await press(herself, 'Начать план');
    await herself.waitForURL(/done=saved/);
    await expectFine(herself, 'draft', js);

    await press(herself, 'Отдать руководителю');
    expect(await text(herself)).toContain('ещё не сказано, что будет сделано');
    for (const place of [0, 1]) {
      await herself.goto(`/ru${record}/plan`);
      await herself.locator('td.cell-acts a').nth(place).click();
      await herself.waitForURL(/items\/[0-9a-f-]{36}$/);
      await herself.fill('[name=action]', place === 0 ? 'Составить план закупки вместе с коллегой' : 'Прочитать руководство');
      if (place === 0) await expectFine(herself, 'item', js);
      await press(herself, /^Сохранить$/);
      await herself.waitForURL(/done=saved/);
    }
    await press(herself, 'Отдать руководителю');
    await herself.waitForURL(/done=proposed/);
    expect(await text(herself)).toContain('План у руководителя');

    // The head finds it among the plans of the team and returns it once.
    await head.goto('/ru/plans?state=waits');
    await expectFine(head, 'team', js);
    await head.goto(`/ru${record}/plan`);
    expect(await text(head)).toContain('План ждёт Вашего согласия');
    await head.locator('summary', { hasText: 'Вернуть с замечанием' }).click();
    await head.locator('form[action="?/send_back"] textarea').fill('Добавьте практику');
    await press(head, 'Вернуть с замечанием');
    await head.waitForURL(/done=sent_back/);
    await herself.goto('/ru/my-day');
    expect(await text(herself)).toContain('План развития вернули с замечанием');
    await herself.goto(`/ru${record}/plan`);
    expect(await text(herself)).toContain('Добавьте практику');
    await herself.getByRole('link', { name: 'Добавить пункт' }).first().click();
    await herself.waitForURL(/items\/new/);
    await herself.fill('[name=title]', 'Практика в читальном зале');
    await herself.locator('[name=measure]').selectOption('workplace');
    await press(herself, 'Добавить пункт');
    expect(await herself.locator('[name=title]').inputValue()).toBe('Практика в читальном зале');
    await herself.fill('[name=action]', 'Неделя в читальном зале');
    await expectFine(herself, 'item-new', js);
    await press(herself, 'Добавить пункт');
    await herself.waitForURL(/done=saved/);
    await press(herself, 'Отдать руководителю');
    await head.goto(`/ru${record}/plan`);
    await expectFine(head, 'proposed', js);
    await press(head, 'Согласовать');
    await head.waitForURL(/done=agreed/);

    // What shows an item is offered from it, tied to it, and accepted by the head.
    await herself.goto(`/ru${record}/plan`);
    await herself.locator('td.cell-acts a').first().click();
    await herself.waitForURL(/items\/[0-9a-f-]{36}$/);
    const itemPath = new URL(herself.url()).pathname;
    await herself.getByRole('link', { name: 'Добавить подтверждение' }).click();
    await herself.waitForURL(/evidence\/new/);
    expect(await text(herself)).toContain('Будет отмечено в пункте плана');
    expect(await herself.locator('[name="shows.0.competencyId"]').inputValue()).toMatch(/^[0-9a-f-]{36}$/);
    await herself.getByRole('link', { name: 'Рассказ', exact: true }).click();
    await herself.waitForURL(/kind=other/);
    // What is missing is told, and the item is not lost on the way.
    await press(herself, 'Предложить на проверку');
    await herself.fill('[name=title]', 'План закупки на осень');
    await herself.fill('[name=text]', 'Составила сама, отдел принял');
    if ((await herself.locator('[name="shows.0.competencyId"]').inputValue()) === '') await herself.locator('[name="shows.0.competencyId"]').selectOption({ index: 1 });
    await expectFine(herself, 'evidence-new', js);
    await press(herself, 'Предложить на проверку');
    await herself.waitForURL(/items\/[0-9a-f-]{36}\?done=offered/);
    expect(await text(herself)).toContain('Подтверждение отправлено и отмечено в этом пункте');
    const ticked = herself.locator('input[type=checkbox][name="evidence[]"]');
    expect(await ticked.first().isChecked()).toBe(true);
    await expectFine(herself, 'item-evidence', js);
    await ticked.first().uncheck();
    await press(herself, 'Сохранить отмеченное');
    await herself.waitForURL(/done=saved/);
    await herself.goto(itemPath);
    expect(await herself.locator('main a[href*="/evidence/"]', { hasText: 'План закупки на осень' }).count()).toBe(0);
    await herself.locator('summary', { hasText: 'Что показывает этот пункт' }).click();
    await herself.locator('.choice', { hasText: 'План закупки на осень' }).first().locator('input').check();
    await press(herself, 'Сохранить отмеченное');
    await herself.waitForURL(/done=saved/);
    await head.goto(`/ru${record}/plan`);
    await head.getByRole('link', { name: 'План закупки на осень' }).first().click();
    await head.waitForURL(/evidence\/[0-9a-f-]{36}$/);
    await head.locator('form[action="?/accept"] select').first().selectOption('3');
    await press(head, 'Принять');
    await head.waitForURL(/done=accepted/);

    // One item is done; the plan is printed; the head looks back.
    await herself.goto(`/ru${record}/plan`);
    await herself.locator('td.cell-acts a').first().click();
    await herself.fill('[name=result]', 'План закупки принят');
    await press(herself, 'Отметить сделанным');
    await herself.waitForURL(/done=saved/);
    expect(await text(herself)).toMatch(/Готово: 1 из 3/);
    const paper = await herself.request.get((await herself.locator('form[action$="/print.pdf"]').getAttribute('action')) ?? '');
    expect([paper.status(), (await paper.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    expect((await herself.request.get('/ru/plans/list.xlsx')).status()).toBe(404);
    expect((await head.request.get('/ru/plans/list.xlsx')).status()).toBe(200);
    await head.goto(`/ru${record}/plan`);
    await head.getByRole('link', { name: 'Подвести итоги' }).click();
    await head.waitForURL(/\/review$/);
    expect(await text(head)).toContain('принята ступень 3');
    const outcome = (place: number, value: string) => head.locator(`input[type=radio][value=${value}]`).nth(place).check();
    await outcome(0, 'done');
    await outcome(1, 'carry');
    await outcome(2, 'carry');
    await head.locator('select[name^="steps."]').first().selectOption('3');
    await head.fill('[name=summary]', 'Половина сделана, остальное переносим');
    await expectFine(head, 'review', js);
    await press(head, 'Завершить план');
    await head.waitForURL(/done=reviewed/);
    const shown = await text(head);
    expect(shown).toContain('Итоги подведены');
    expect(shown).toContain('Пункты перенесены из прежнего плана');
    expect(shown).toMatch(/перенесено 1 раз/);
    await expectFine(head, 'carried', js);
    await head.getByRole('link', { name: 'Пункты перенесены из прежнего плана' }).click();
    await head.waitForURL(/plan\/[0-9a-f-]{36}$/);
    expect(await text(head)).toContain('достигнута ступень 3');
    await expectFine(head, 'past', js);
  });

  it.runIf(!js || LONG)('takes an offer from the gap list into the plan, once', async () => {
    const herself = await web.visitAs('specialist', { js });
    const record = await ownRecord(herself);
    const head = await web.visitAs('coordinator', { js });
    await rate(head, record);
    await herself.goto(`/ru${record}/plan`);
    // What was carried over begins after the plan before: seminars of these days are outside of it.
    if (await herself.getByRole('link', { name: 'Отменить план' }).count()) {
      await herself.getByRole('link', { name: 'Отменить план' }).click();
      await press(herself, 'Отменить план');
      await herself.waitForURL(/done=withdrawn/);
    }
    await herself.goto(`/ru${record}/competencies/gaps`);
    await herself.getByRole('link', { name: 'Начать план развития, чтобы взять это в него' }).first().click();
    await herself.waitForURL(/plan\/new/);
    await press(herself, 'Начать план');
    await herself.waitForURL(/done=saved/);
    await herself.goto(`/ru${record}/competencies/gaps`);
    await expectFine(herself, 'gaps-take', js);
    const take = herself.locator('form[action="?/take"]');
    const before = await take.count();
    expect(before).toBeGreaterThan(0);
    const title = await herself.locator('li', { has: take }).first().locator('a').first().innerText();
    await take.first().locator('button').click();
    await herself.waitForURL(/done=taken/);
    expect(await text(herself)).toContain('Взято в план');
    await herself.getByRole('link', { name: title }).first().waitFor();
    await expectFine(herself, 'item-taken', js);
    await herself.goto(`/ru${record}/competencies/gaps`);
    expect(await text(herself)).toContain('в Вашем плане');
    expect(await herself.locator('form[action="?/take"]').count()).toBe(before - 1);
  });
});
