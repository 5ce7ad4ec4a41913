import { describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow } from './browser.ts';

const web = browsing();

describe.each([{ js: true }, { js: false }])('signing in (JavaScript: $js)', ({ js }) => {
  it('says in the reader’s language what is wrong, keeps the address and lets the right password in', async () => {
    const page = await web.visit({ js });
    await page.goto('/kk/sign-in');
    await page.fill('[name=email]', 'coordinator@demo.sheberlik.example');
    await page.fill('[name=password]', 'қате құпиясөз');
    await page.click('form button:not([formaction])');
    expect(await page.textContent('[role=alert]')).toContain('Пошта немесе құпиясөз дұрыс емес');
    expect(await page.inputValue('[name=email]')).toBe('coordinator@demo.sheberlik.example');
    if (js) await expectAccessible(page);
    await expectNoOverflow(page);
    const signedIn = await web.visitAs('coordinator', { js });
    expect(signedIn.url()).toMatch(/\/my-day$/);
  });

  it('sends a one-time link whose page changes nothing until its button is pressed', async () => {
    const page = await web.visit({ js });
    await page.goto('/ru/sign-in');
    await page.fill('[name=email]', 'network.admin@demo.sheberlik.example');
    await page.click('button[formaction="?/link"]');
    await page.waitForURL(/sent=1/);
    expect(await page.textContent('main')).toContain('Проверьте почту');
  });
});
