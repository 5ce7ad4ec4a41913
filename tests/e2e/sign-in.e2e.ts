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

  it('leads who has no mailbox in by a printed card, and afterwards by name and password', async () => {
    const desk = await web.visitAs('coordinator', { js });
    await desk.goto('/ru/people');
    await desk.click('main table a[href*="/people/"]');
    await desk.click('main a[href*="/people/cards?person="]');
    await desk.click('main form button[type=submit], main form button:not([type])');
    const card = desk.locator('.paper-card');
    await card.waitFor();
    expect(await card.count()).toBe(1);
    if (js) await expectAccessible(desk);
    const [, name = '', code = ''] = await card.locator('dd').allTextContents();
    const page = await web.visit({ js });
    await page.goto('/ru/sign-in');
    await page.click('main a[href="/ru/sign-in/card"]');
    await page.fill('main [name=name]', name);
    await page.fill('main [name=code]', code.replace('-', ''));
    await page.click('main form button');
    await page.waitForURL(/sign-in\/card\/password/);
    if (js) await expectAccessible(page);
    await expectNoOverflow(page);
    await page.fill('main [name=password]', 'новый длинный пароль');
    await page.click('main form button');
    await page.waitForURL(/my-day/);
    const again = await web.visit({ js });
    await again.goto('/ru/sign-in');
    await again.fill('[name=email]', name.toUpperCase());
    await again.fill('[name=password]', 'новый длинный пароль');
    await again.click('form button:not([formaction])');
    await again.waitForURL(/my-day/);
  });
});
