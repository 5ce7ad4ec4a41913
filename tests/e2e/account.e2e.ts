import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';

const web = browsing();
/** A busy machine takes its time. */
const WAIT = { timeout: 20_000 };

/** What an authenticator shows now (RFC 6238), from the secret as the page gives it. */
function codeOf(secret: string): string {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
const press = async (page: Page, name: string) => {
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.waitForLoadState();
};

describe.each(modes(false))('the own account (JavaScript: $js)', ({ js }) => {
  it('signs in by two steps: an authenticator, recovery codes, and out again', async () => {
    const page = await web.visitAs('inspector', { js });
    await page.goto('/ru/account/second-step');
    await press(page, 'Включить');
    await page.waitForURL(/set-up/);
    const secret = new URL((await page.locator('a[href^="otpauth:"]').getAttribute('href')) ?? '').searchParams.get('secret') ?? '';
    await photograph(page, `account/set-up-${js}`);
    if (js) await expectAccessible(page);
    await page.fill('[name=code]', '000000');
    await press(page, 'Включить второй шаг');
    await expect.poll(() => page.locator('.field-error').count(), WAIT).toBe(1);
    await page.fill('[name=code]', codeOf(secret));
    await press(page, 'Включить второй шаг');
    await expect.poll(() => page.locator('main textarea').count(), WAIT).toBe(1);
    await expect.poll(async () => (await page.locator('main textarea').inputValue()).split('\n').length, WAIT).toBe(10);
    const codes = (await page.locator('main textarea').inputValue()).split('\n').filter(Boolean);
    expect(codes).toHaveLength(10);
    await photograph(page, `account/recovery-${js}`);

    const again = await web.visit({ js });
    const { email, password } = web.accountOf('inspector');
    await again.goto('/ru/sign-in');
    await again.fill('[name=email]', email);
    await again.fill('[name=password]', password);
    await again.click('form button:not([formaction])');
    await again.waitForURL(/sign-in\/code/);
    await expectNoOverflow(again);
    if (js) await expectAccessible(again);
    await again.fill('[name=code]', codes[0] ?? '');
    await press(again, 'Войти');
    await again.waitForURL(/my-day/);

    await again.goto('/ru/account/second-step/off');
    await again.fill('[name=password]', password);
    await press(again, 'Отключить');
    await again.waitForURL(/done=off/);
    expect(await again.locator('main').innerText()).toContain('Второй шаг отключён.');
  });

  it('ends another session of its own', async () => {
    const page = await web.visitAs('moderator', { js });
    const other = await web.visit({ js });
    const { email, password } = web.accountOf('moderator');
    await other.goto('/ru/sign-in');
    await other.fill('[name=email]', email);
    await other.fill('[name=password]', password);
    await other.click('form button:not([formaction])');
    await other.waitForURL(/my-day/);
    await page.goto('/ru/account');
    await press(page, 'Завершить остальные сеансы');
    await expect.poll(async () => (await other.goto('/ru/my-day'), other.url()), WAIT).toContain('/sign-in');
  });
});

describe.each(modes(false))('looking as somebody else (JavaScript: $js)', ({ js }) => {
  it('shows what they see under a red bar, changes nothing, and stands in their journal', async () => {
    const page = await web.visitAs('network_admin', { js });
    await page.goto('/ru/manage/settings/roles?q=specialist@');
    await page.locator('a[href$="/look"]').first().click();
    await page.waitForURL(/look$/);
    await page.locator('main form button').first().click();
    await page.waitForLoadState();
    await expect.poll(() => page.locator('.mode-bar-looking').count(), WAIT).toBe(1);
    await page.goto('/ru/my-day');
    await photograph(page, `account/looking-${js}`);
    await page.getByRole('link', { name: 'Моя карточка' }).click();
    await page.waitForURL(/people\/[0-9a-f-]{36}$/);
    await page.goto(`${page.url()}/own`);
    await page.fill('[name=phone]', '+7 700 000 00 00');
    await press(page, 'Сохранить');
    await expect.poll(() => page.locator('main').innerText(), WAIT).toContain('изменить ничего нельзя');
    await page.goto('/ru/my-day');
    await page.locator('.mode-bar-looking button').click();
    await page.waitForLoadState();
    await expect.poll(() => page.locator('.mode-bar-looking').count(), WAIT).toBe(0);
    const own = await web.visitAs('specialist', { js });
    await own.goto('/ru/account');
    expect(await own.locator('main').innerText()).toContain('Гүлнар Сейітова');
  });
});
