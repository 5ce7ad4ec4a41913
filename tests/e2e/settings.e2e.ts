import { describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';

const web = browsing();

describe.each(modes(false))('settings (JavaScript: $js)', ({ js }) => {
  it('refuse an address that cannot stand on paper, and keep what was typed', async () => {
    const page = await web.visitAs('system_admin', { js });
    await page.goto('/ru/manage/settings');
    for (const [typed, sentence] of [
      ['http://sheberlik.example.kz', 'Напишите адрес с https://'],
      [`https://${'a'.repeat(64)}.kz`, 'не найдено в DNS'],
    ] as const) {
      await page.fill('[name=address]', typed);
      await page.getByRole('button', { name: 'Проверить и сохранить' }).click();
      await page.waitForLoadState();
      await expect.poll(() => page.locator('.field-error').first().innerText(), { timeout: 10_000 }).toContain(sentence);
      expect(await page.inputValue('[name=address]')).toBe(typed);
      // The other form of the page is not emptied by this one.
      expect(await page.inputValue('[name="data_location.kk"]')).not.toBe('');
    }
    if (js) await expectAccessible(page);
    await expectNoOverflow(page);
  });

  it('show network administrators the address, and let only system administrators change it', async () => {
    const page = await web.visitAs('network_admin', { js });
    await page.goto('/ru/manage/settings');
    expect(await page.locator('[name=address]').count()).toBe(0);
    expect(await page.locator('main').innerText()).toContain('Изменить адрес может только администратор системы');
  });

  it('say anew where the data lie, and the privacy page says it at once', async () => {
    const page = await web.visitAs('network_admin', { js });
    await page.goto('/ru/manage/settings');
    const words = `үлгі желі, осы компьютерде (${js ? 'js' : 'plain'})`;
    await page.fill('[name="data_location.kk"]', words);
    await page.locator('form', { has: page.locator('[name="data_location.kk"]') }).getByRole('button', { name: 'Сохранить', exact: true }).click();
    await page.waitForURL(/done=data_location/);
    const visitor = await web.visit({ js });
    await expect.poll(async () => (await visitor.goto('/kk/privacy'), visitor.locator('main').innerText()), { timeout: 10_000 }).toContain(words);
    if (js) await expectAccessible(visitor);
  });

  it('invite to a role by a link that only administrators read, and take the invitation back', async () => {
    const email = `dinara.${js ? 'js' : 'plain'}@example.kz`;
    const page = await web.visitAs('network_admin', { js });
    await page.goto('/ru/manage/settings/invitations/new');
    await page.fill('[name=name]', 'Динара Ахметова');
    await page.fill('[name=email]', 'dinara@');
    await page.getByRole('button', { name: 'Пригласить' }).click();
    await page.waitForLoadState();
    await expect.poll(() => page.locator('.field-error').allInnerTexts()).toHaveLength(2);
    expect(await page.inputValue('[name=name]')).toBe('Динара Ахметова');
    await page.fill('[name=email]', email);
    await page.selectOption('[name=role]', 'inspector');
    await page.getByRole('button', { name: 'Пригласить' }).click();
    await page.waitForURL(/done=invited/);
    await page.getByRole('link', { name: 'Открыть письмо' }).click();
    await page.waitForURL(/outbox\/[0-9a-f-]{36}/);
    const link = (await page.locator('.letter a').first().getAttribute('href')) ?? '';
    expect(link).toMatch(/\/l\/[\w-]{32}$/);
    if (js) await expectAccessible(page);
    const coordinator = await web.visitAs('coordinator', { js });
    expect((await coordinator.goto(page.url()))?.status()).toBe(404);

    await page.goto(`/ru/manage/settings/roles?q=${email}`);
    await page.locator('tbody tr', { hasText: email }).getByRole('link').click();
    await page.waitForURL(/withdraw$/);
    if (js) await expectAccessible(page);
    await photograph(page, `invitation-withdraw-${js ? 'js' : 'plain'}`);
    await page.getByRole('button', { name: 'Отозвать приглашение' }).click();
    await page.waitForURL(/done=withdrawn/);
    const invited = await web.visit({ js });
    await invited.goto(link);
    expect(await invited.locator('main').innerText()).toContain('Ссылка не открылась');
  });
});
