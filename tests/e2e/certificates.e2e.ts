import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';

const web = browsing();

/** Opens the n-th valid certificate of the demo's register that was sent to an address. */
async function openLine(page: Page, index: number): Promise<{ number: string; name: string; code: string }> {
  await page.goto('/ru/manage/register?state=valid&sort=number');
  const links = await page.locator('tbody a').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
  let found = -1;
  for (const href of links) {
    await page.goto(href);
    if ((await page.getByRole('button', { name: 'Отправить письмо ещё раз' }).count()) > 0 && ++found === index) {
      const fact = (term: string) => page.locator(`dt:has-text("${term}") + dd`).first().innerText();
      return { number: await page.locator('h1').innerText(), name: await fact('Кому выдан'), code: await fact('Код проверки') };
    }
  }
  throw new Error('the demo has too few certificates that were sent by mail');
}

describe.each(modes(true))('a certificate (JavaScript: $js)', ({ js }) => {
  it('comes by mail, opens by the press of a button on this device only, and is a PDF', async () => {
    const staff = await web.visitAs('coordinator', { js });
    const { number, name } = await openLine(staff, 0);
    await staff.getByRole('button', { name: 'Отправить письмо ещё раз' }).click();
    await staff.waitForURL(/done=mailed/);
    expect(await staff.locator('[role=status]').first().innerText()).toContain('в очередь');

    const holder = await web.visit({ js });
    const letter = holder.locator('tbody a', { hasText: number }).first();
    await expect.poll(async () => (await holder.goto('/ru/demo/mail'), letter.count()), { timeout: 15_000 }).toBeGreaterThan(0);
    await letter.click();
    await holder.waitForURL(/demo\/mail\/\d+/);
    expect(await holder.locator('.letter').innerText()).toContain(name);
    if (js) await expectAccessible(holder);
    const attached = await holder.request.get((await holder.locator('main ul a').first().getAttribute('href')) ?? '');
    expect((await attached.body()).subarray(0, 5).toString()).toBe('%PDF-');

    await holder.goto((await holder.locator('.letter a').first().getAttribute('href')) ?? '');
    await holder.locator('main form button').click();
    await holder.waitForURL(/\/certificates\/[0-9a-f-]{36}$/);
    expect(await holder.locator('main').innerText()).toContain(number);
    await photograph(holder, `certificate-own-${js ? 'js' : 'plain'}`);
    const file = await holder.request.get(`${holder.url()}/file`);
    expect([file.status(), file.headers()['content-type']]).toEqual([200, 'application/pdf']);
    expect((await file.body()).equals(await attached.body())).toBe(true);

    // She shows it to whoever she likes, until she does not. The letter was in the language of the record.
    await holder.goto(new URL(holder.url()).pathname.replace(/^\/..\//, '/ru/'));
    await holder.getByRole('button', { name: 'Сделать ссылку' }).click();
    await expect.poll(() => holder.locator('.field-error').innerText()).not.toBe('');
    await holder.fill('[name=label]', 'Отдел кадров');
    await holder.getByRole('button', { name: 'Сделать ссылку' }).click();
    await holder.waitForURL(/done=shared/);
    const shown = await holder.locator('textarea').last().inputValue();
    for (const width of [390, 1280]) {
      await holder.setViewportSize({ width, height: 900 });
      await expectNoOverflow(holder);
      await photograph(holder, `certificate-shared-${js ? 'js' : 'plain'}-${width}`);
    }
    if (js) await expectAccessible(holder);
    const office = await web.visit({ js });
    const path = new URL(shown).pathname;
    expect((await office.goto(path))?.status()).toBe(200);
    expect(await office.locator('main').innerText()).toContain(name);
    await expectNoOverflow(office);
    await photograph(office, `certificate-shown-${js ? 'js' : 'plain'}`);
    if (js) await expectAccessible(office);
    expect((await (await office.request.get(`${path}/file`)).body()).subarray(0, 5).toString()).toBe('%PDF-');
    await holder.reload();
    expect(await holder.locator('main').innerText()).toContain('Открывали 2 раза.');
    await holder.getByRole('button', { name: 'Отозвать ссылку' }).click();
    await holder.waitForURL(/done=withdrawn/);
    expect((await office.goto(path))?.status()).toBe(404);
    await holder.goto(new URL(holder.url()).pathname);

    const stranger = await web.visit({ js });
    expect((await stranger.goto(holder.url()))?.status()).toBe(404);
    expect((await stranger.request.get(`${holder.url()}/file`)).status()).toBe(404);
  });

  it('is checked by its code as people type it, by its number, and by number and surname', async () => {
    const { number, name, code } = await openLine(await web.visitAs('coordinator', { js }), 1);
    const page = await web.visit({ js });
    await page.goto('/ru/check');
    await page.fill('[name=q]', code.toLowerCase().replaceAll('-', ' '));
    await page.press('[name=q]', 'Enter');
    await page.waitForURL(new RegExp(`/check/${code}$`));
    const text = await page.locator('main').innerText();
    for (const said of [name, number, 'Это демонстрационный образец', 'Действителен']) expect(text).toContain(said);
    expect(await page.locator('meta[name=robots]').getAttribute('content')).toContain('noindex');
    await expectNoOverflow(page);

    await page.goto('/ru/check');
    await page.fill('[name=q]', ` № ${number.toLowerCase()} `);
    await page.press('[name=q]', 'Enter');
    await page.waitForURL(/q=/);
    expect(await page.locator('main').innerText()).not.toContain(name);
    for (const [word, sentence] of [
      [name.split(/\s+/)[0] ?? '', 'есть это слово'],
      ['Несуществующая', 'нет этого слова'],
    ] as const) {
      await page.fill('[name=surname]', word);
      await page.getByRole('button', { name: 'Сравнить фамилию' }).click();
      await page.waitForLoadState();
      await expect.poll(() => page.locator('main').innerText()).toContain(sentence);
    }
    if (js) await expectAccessible(page);
  });

  it.each([
    ['7KQ2-M9XD', 422, 'Это не код и не номер'],
    ['0000-0000-0000-0000-0000-0000-0001', 422, 'В коде опечатка'],
    ['PVL-2026-ATT-99999', 404, 'Такого номера в реестре нет'],
  ])('answers %j with a sentence of its own and keeps what was typed', async (typed, status, sentence) => {
    const page = await web.visit({ js });
    await page.goto('/ru/check');
    await page.fill('[name=q]', typed);
    const [answer] = await Promise.all([page.waitForResponse((response) => response.request().isNavigationRequest() && response.status() >= 400), page.press('[name=q]', 'Enter')]);
    expect(answer.status()).toBe(status);
    await page.waitForLoadState();
    expect(await page.locator('.field-error').innerText()).toContain(sentence);
    expect(await page.inputValue('[name=q]')).toBe(typed);
    if (js) await expectAccessible(page);
  });

  it('is revoked only with a reason, which everybody who checks it then reads', async () => {
    const staff = await web.visitAs('coordinator', { js });
    const { code } = await openLine(staff, 2);
    // What somebody has can only be revoked; until then it is annulled.
    await staff.request.get(`${new URL(staff.url()).pathname}/file`);
    await staff.reload();
    await staff.getByRole('link', { name: 'Отозвать' }).click();
    await staff.waitForURL(/revoke$/);
    await staff.fill('[name=reason]', 'мало');
    await staff.getByRole('button', { name: 'Отозвать' }).click();
    await staff.waitForLoadState();
    await expect.poll(() => staff.locator('.field-error').innerText()).toContain('Напишите причину подробнее');
    expect(await staff.inputValue('[name=reason]')).toBe('мало');
    if (js) await expectAccessible(staff);
    await staff.fill('[name=reason]', 'В имени напечатана опечатка.');
    await staff.getByRole('button', { name: 'Отозвать' }).click();
    await staff.waitForURL(/done=revoked/);
    expect((await staff.request.get(`${staff.url().replace(/\?.*/, '')}/file`)).status()).toBe(410);

    const page = await web.visit({ js });
    await page.goto(`/kk/check/${code}`);
    expect(await page.locator('main').innerText()).toContain('В имени напечатана опечатка.');
    const machine = await page.request.get(`/ru/check/${code}`, { headers: { accept: 'application/json' } });
    expect(await machine.json()).toMatchObject({ state: 'revoked', demonstration: true, revokeReason: 'В имени напечатана опечатка.' });
  });
});

describe.each(modes(false))('a certificate with a last day (JavaScript: $js)', ({ js }) => {
  it('stands among the own ones, waits for its coordinator, and is prolonged with a reason', async () => {
    const page = await web.visitAs('coordinator', { js });
    await page.goto('/ru/account/certificates');
    await page.getByRole('link', { name: 'Первая помощь в библиотеке' }).first().click();
    await page.waitForURL(/\/certificates\/[0-9a-f-]{36}$/);
    expect(await page.locator('main').innerText()).toContain('Действителен до');
    await page.goto('/ru/manage/register?state=expiring');
    // Of the three of the course one went out by mail.
    const line = page.locator('tbody tr', { hasText: 'Жұмабекова' }).locator('a').first();
    const number = await line.innerText();
    await line.click();
    await page.getByRole('link', { name: 'Продлить' }).click();
    await page.waitForURL(/renew$/);
    await page.fill('[name=basis]', 'мало');
    await page.fill('[name=validUntil]', '2020-01-01');
    await page.getByRole('button', { name: 'Продлить' }).click();
    await expect.poll(() => page.locator('.field-error').count()).toBeGreaterThan(0);
    expect(await page.inputValue('[name=basis]')).toBe('мало');
    await page.fill('[name=basis]', 'Протокол комиссии от 3 мая');
    await page.getByRole('button', { name: 'Продлить' }).click();
    await expect.poll(() => page.locator('.field-error').innerText()).toContain('позже');
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await expectNoOverflow(page);
      await photograph(page, `certificate-renew-${js ? 'js' : 'plain'}-${width}`);
    }
    if (js) await expectAccessible(page);
    await page.fill('[name=validUntil]', `${new Date().getFullYear() + 2}-06-30`);
    await page.getByRole('button', { name: 'Продлить' }).click();
    await page.waitForURL(/done=renewed/);
    // Its mail has gone out: it can only be revoked, and then the old one can be prolonged again.
    await expect.poll(async () => (await page.reload(), page.getByRole('link', { name: 'Отозвать' }).count()), { timeout: 15_000 }).toBe(1);
    await page.getByRole('link', { name: 'Отозвать' }).click();
    await page.waitForURL(/revoke$/);
    await page.fill('[name=reason]', 'Срок указан с ошибкой');
    await page.getByRole('button', { name: 'Отозвать' }).click();
    await page.waitForURL(/done=revoked/);
    await page.goto('/ru/manage/register?state=expiring');
    expect(await page.locator('tbody a').allInnerTexts()).toContain(number);
  });

  it('that was lost is given as a duplicate under a new number', async () => {
    const page = await web.visitAs('coordinator', { js });
    const { number } = await openLine(page, 6);
    await page.request.get(`${new URL(page.url()).pathname}/file`);
    await page.reload();
    await page.getByRole('link', { name: 'Выдать дубликат' }).click();
    await page.waitForURL(/duplicate$/);
    await page.fill('[name=reason]', 'мало');
    await page.getByRole('button', { name: 'Выдать дубликат' }).click();
    await expect.poll(() => page.locator('.field-error').count()).toBe(1);
    await expectNoOverflow(page);
    await photograph(page, `certificate-duplicate-${js ? 'js' : 'plain'}`);
    if (js) await expectAccessible(page);
    await page.fill('[name=reason]', 'Утерян при переезде');
    await page.getByRole('button', { name: 'Выдать дубликат' }).click();
    await page.waitForURL(/done=duplicated/);
    expect(await page.locator('main').innerText()).toContain(number);
  });

  it('is annulled while nobody has it', async () => {
    const page = await web.visitAs('coordinator', { js });
    await openLine(page, 5);
    await page.getByRole('link', { name: 'Аннулировать' }).click();
    await page.waitForURL(/annul$/);
    await expectNoOverflow(page);
    await photograph(page, `certificate-annul-${js ? 'js' : 'plain'}`);
    if (js) await expectAccessible(page);
    await page.fill('[name=reason]', 'Ошибка в списке участников');
    await page.getByRole('button', { name: 'Аннулировать' }).click();
    await page.waitForURL(/done=annulled/);
    expect(await page.locator('main').innerText()).toContain('Аннулирован');
  });
});

describe('who reads what', () => {
  it('answers strangers to the register and the settings like pages that are not there', async () => {
    const inspector = await web.visitAs('inspector');
    await inspector.goto('/ru/manage/register');
    const line = (await inspector.locator('tbody a').first().getAttribute('href')) ?? '';
    expect([(await inspector.goto(line))?.status(), (await inspector.goto(`${line}/revoke`))?.status(), (await inspector.goto('/ru/manage/settings'))?.status()]).toEqual([200, 404, 404]);
    const other = await web.visitAs('coordinator_bishkek');
    expect((await other.goto(line))?.status()).toBe(404);
    const visitor = await web.visit();
    expect((await visitor.request.get('/ru/manage/register/export?format=csv')).status()).toBe(404);
  });

  it('answers its own self-check and nothing else under the well-known address', async () => {
    const page = await web.visit();
    const nonce = 'a'.repeat(32);
    const answer = await page.request.get(`/.well-known/sheberlik-check?nonce=${nonce}`);
    expect(await answer.text()).toMatch(/^[\w-]{43} http\n$/);
    expect((await page.request.get('/.well-known/sheberlik-check?nonce=short')).status()).toBe(404);
  });
});
