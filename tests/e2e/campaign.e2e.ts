import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, photograph } from './browser.ts';

vi.setConfig({ testTimeout: 180_000 });
const web = browsing();
const text = (page: Page) => page.locator('main').innerText();
const press = async (page: Page, name: string | RegExp) => {
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).first().click()]);
};

async function expectFine(page: Page, name: string, js: boolean): Promise<void> {
  if (js) await expectAccessible(page);
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoOverflow(page);
  }
  await photograph(page, `campaign-${name}-${js ? 'js' : 'plain'}`);
}

/** Chooses the same step of both competencies of a sheet, goes on to the last page and hands it in. */
async function fillIn(page: Page, step: number, comment = ''): Promise<void> {
  const answers = page.locator('fieldset').filter({ has: page.locator('input[type=radio]') });
  for (const index of [0, 1]) await answers.nth(index).locator('input[type=radio]').nth(step).check();
  if (comment) await page.locator('textarea').first().fill(comment);
  await press(page, 'Проверить и сдать');
  await page.waitForURL(/\/review$/);
  await press(page, 'Сдать лист');
  await page.getByRole('heading', { name: 'Лист сдан, спасибо' }).waitFor();
}

/** Withdraws the plan that stands open, if there is one. */
async function withdrawPlan(page: Page): Promise<void> {
  const link = page.getByRole('link', { name: 'Отменить план' });
  if ((await link.count()) === 0) return;
  await link.click();
  await press(page, 'Отменить план');
  await page.waitForURL(/done=withdrawn/);
}

describe.each([{ js: true }, { js: false }])('an assessment campaign (JavaScript: $js)', ({ js }) => {
  const mark = js ? 'со скриптами' : 'без скриптов';

  it('goes from a framework to ratings, by herself, her head, colleagues on paper, somebody from outside, and a commission', async () => {
    const herself = await web.visitAs('specialist', { js });
    await herself.goto('/ru/my-day');
    const record = /\/people\/[0-9a-f-]{36}/.exec((await herself.locator('a[href*="/people/"]').first().getAttribute('href')) ?? '')?.[0] ?? '';
    await herself.goto(`/ru${record}/competencies`);
    const name = (await herself.locator('h1').innerText()).trim();

    await herself.goto(`/ru${record}`);
    const organisationId = /organisations\/([0-9a-f-]{36})/.exec((await herself.locator('main a[href*="/organisations/"]').first().getAttribute('href')) ?? '')?.[1] ?? '';

    const staff = await web.visitAs('coordinator', { js });
    await staff.goto('/ru/competencies');
    await staff.getByRole('link', { name: 'Кампании оценки' }).click();
    await staff.waitForURL(/manage\/campaigns$/);
    await staff.getByRole('link', { name: 'Новая кампания' }).first().click();
    await staff.waitForURL(/campaigns\/new/);
    await staff.fill('[name="title.ru"]', `Оценка ${mark}`);
    await staff.locator('[name=organisationId]').selectOption(organisationId);
    for (const kind of ['head', 'peer', 'external', 'commission']) await staff.check(`[type=checkbox][name="kinds[]"][value=${kind}]`);
    await staff.check('[name=breadth][value=chosen]');
    await staff.locator('summary', { hasText: 'Выбранные компетенции' }).click();
    for (const index of [0, 1]) await staff.locator('[type=checkbox][name="competencyIds[]"]').nth(index).check();
    await expectFine(staff, 'new', js);
    await press(staff, 'Дальше: кого оценивают');
    await staff.waitForURL(/audience$/);
    // Nobody by a rule, one by hand.
    for (const box of await staff.locator('[type=checkbox][name="organisationIds[]"]:checked').all()) await box.uncheck();
    await press(staff, 'Показать, кто подходит');
    await staff.waitForURL(/done=saved/);
    expect(await text(staff)).toContain('Никто не подходит');
    await staff.fill('[name=find]', name.split(' ')[0] ?? '');
    await Promise.all([staff.waitForNavigation(), staff.locator('form[method=get] button').first().click()]);
    const found = await staff.locator('select[name=personId] option', { hasText: name.split(' ').slice(0, 2).join(' ') }).first().innerText();
    await staff.locator('select[name=personId]').selectOption({ label: found });
    await press(staff, 'Добавить');
    await staff.waitForURL(/done=saved/);
    expect(await text(staff)).toContain('1 человек');
    await expectFine(staff, 'audience', js);
    await staff.getByRole('link', { name: 'К кампании' }).click();
    await staff.waitForURL(/campaigns\/[0-9a-f-]{36}$/);
    const campaign = new URL(staff.url()).pathname;
    await press(staff, 'Начать кампанию');
    await staff.waitForURL(/done=started/);
    await expectFine(staff, 'running', js);

    // What is asked is hidden from her until she has said what she does.
    await herself.goto(`/ru${record}/competencies`);
    expect(await text(herself)).toContain('Требования должности откроются, когда Вы сдадите самооценку');
    await herself.goto('/ru/campaigns');
    await expectFine(herself, 'own', js);
    await herself.getByRole('link', { name: `Оценка ${mark}` }).click();
    await herself.waitForURL(/campaigns\/[0-9a-f-]{36}$/);
    for (const index of [1, 2]) {
      await herself.locator('[name=kind][value=peer]').check();
      await herself.locator('[name=personId]').selectOption({ index });
      await press(herself, 'Предложить');
      await herself.waitForURL(/done=saved/);
    }
    await expectFine(herself, 'part', js);
    await herself.goto('/ru/campaigns');
    await herself.getByRole('link', { name: 'Самооценка' }).last().click();
    await herself.waitForURL(/\/rate\/[0-9a-f-]{36}$/);
    await expectFine(herself, 'sheet', js);
    // Left and gone on with.
    await herself.locator('textarea').first().fill('Веду кружок второй год');
    await press(herself, 'Проверить и сдать');
    await herself.goto('/ru/campaigns');
    await herself.getByRole('link', { name: 'Самооценка' }).last().click();
    await herself.waitForURL(/\/rate\/[0-9a-f-]{36}$/);
    expect(await herself.locator('textarea').first().inputValue()).toBe('Веду кружок второй год');
    await fillIn(herself, 1);

    await staff.goto(campaign);
    await staff.locator('tbody a', { hasText: name.split(' ')[0] ?? '' }).click();
    await staff.waitForURL(/people\/[0-9a-f-]{36}$/);
    const person = new URL(staff.url()).pathname;
    for (let index = 0; index < 2; index++) {
      await staff.goto(person);
      await press(staff, /^Подтвердить и пригласить/);
      await staff.waitForURL(/done=saved/);
    }
    await staff.locator('[name=kind][value=external]').check();
    await staff.fill('[name=name]', 'Гость Семинара');
    await staff.fill('[name=email]', `guest.${js ? 'js' : 'plain'}@example.org`);
    await press(staff, 'Добавить оценивающего');
    await staff.waitForURL(/done=saved/);
    await expectFine(staff, 'raters', js);
    // Two colleagues answer on paper.
    for (let index = 0; index < 2; index++) {
      await staff.goto(person);
      await staff.locator('tr', { hasText: 'Коллега' }).getByRole('link', { name: /^Внести с бумаги/ }).first().click();
      await staff.waitForURL(/raters\/[0-9a-f-]{36}$/);
      if (index === 0) await expectFine(staff, 'paper', js);
      const answers = staff.locator('fieldset').filter({ has: staff.locator('input[type=radio]') });
      for (const at of [0, 1]) await answers.nth(at).locator('input[type=radio]').nth(3).check();
      await staff.locator('textarea').first().fill(`Слово коллеги ${index}`);
      await staff.check('[name=isWhole]');
      await press(staff, 'Сохранить');
      await staff.waitForURL(/done=saved/);
    }
    await staff.getByRole('link', { name: /^Личная ссылка/ }).click();
    await staff.waitForURL(/link=/);
    const address = (await staff.locator('.copy textarea').inputValue()).trim();

    const guest = await web.visit({ js });
    await guest.goto(address);
    await guest.locator('main form button').click();
    await guest.waitForURL(/\/rate\/[0-9a-f-]{36}$/);
    expect(await text(guest)).toContain('Ваши ответы покажут только вместе с другими');
    await expectFine(guest, 'outside', js);
    const sheet = guest.url();
    await guest.goto(`${sheet}/paper?blank=1`);
    await expectFine(guest, 'blank', js);
    await guest.goto(sheet);
    await fillIn(guest, 4, 'Была на её занятии');

    await staff.goto(`${campaign}/confirm?act=collect`);
    await press(staff, 'Завершить приём оценок');
    await staff.waitForURL(/done=saved/);
    await staff.goto(`${campaign}/calibration?apart=0`);
    expect(await text(staff)).toContain('3 ответа, от 3 до 4');
    await staff.locator('[name=name]').fill('Председатель комиссии');
    await press(staff, 'Добавить');
    await staff.waitForURL(/done=saved/);
    await staff.locator('summary', { hasText: 'Записать решение' }).first().click();
    await staff.locator('[name=step]').first().selectOption('1');
    await staff.locator('[name=comment]').first().fill('Видели два занятия');
    await staff.locator('section.panel').first().getByRole('button', { name: 'Сохранить' }).click();
    await staff.waitForURL(/done=saved/);
    await expect.poll(() => text(staff)).toContain('Решение комиссии: 1, Видели два занятия');
    await expectFine(staff, 'calibration', js);
    const minutes = await staff.request.get(`${campaign}/minutes.pdf`);
    expect([minutes.status(), (await minutes.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    await staff.goto(`${campaign}/confirm?act=close`);
    await press(staff, 'Закрыть кампанию');
    await staff.waitForURL(/done=saved/);

    await expect.poll(async () => (await herself.goto(`/ru${record}/competencies`), text(herself)), { timeout: 30_000 }).toContain('Видели два занятия');
    const shown = await text(herself);
    expect(shown).toContain('Внешний эксперт и Коллега: 3 ответа, от 3 до 4');
    for (const trace of ['Гость Семинара', 'guest.']) expect(shown).not.toContain(trace);
    await expectFine(herself, 'result', js);

    // From what was said to a plan: the level is what the commission decided, with everybody's words beside it and the rule below.
    const decided = herself.locator('tbody tr', { hasText: 'Видели два занятия' });
    const row = await decided.innerText();
    for (const words of ['общее представление', 'Комиссия Председатель комиссии', 'Веду кружок второй год', 'не хватает 1 ступени']) expect(row).toContain(words);
    const title = (await decided.locator('th, td').first().innerText()).trim().replace(/^\S+\s+/, '');
    await herself.locator('summary', { hasText: 'Как получается ступень' }).click();
    expect(await text(herself)).toContain('Решает комиссия');
    await herself.getByRole('link', { name: 'Чего не хватает' }).click();
    await herself.waitForURL(/competencies\/gaps$/);
    const gap = await herself.locator('section.panel', { hasText: title }).innerText();
    for (const words of ['Не хватает 1 ступени', 'Сейчас ступень 1 «общее представление»', 'Так решила комиссия']) expect(gap).toContain(words);
    await expectFine(herself, 'gaps', js);
    await herself.getByRole('link', { name: 'Мой план развития' }).click();
    await herself.waitForURL(/\/plan$/);
    await withdrawPlan(herself);
    await herself.getByRole('link', { name: 'Начать план' }).click();
    await herself.waitForURL(/plan\/new$/);
    await herself.getByRole('checkbox', { name: `${title}: 1 → 2` }).check();
    await herself.fill('[name=untilOn]', new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10));
    await expectFine(herself, 'plan-new', js);
    await press(herself, 'Начать план');
    await herself.waitForURL(/done=saved/);
    const plan = await text(herself);
    for (const words of [title, 'Черновик']) expect(plan).toContain(words);
    await expectFine(herself, 'plan', js);
    // Whoever comes next on this demo begins without a plan.
    await withdrawPlan(herself);
  });
});
