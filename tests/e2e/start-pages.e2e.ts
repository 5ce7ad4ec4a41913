import { describe, expect, inject, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow } from './browser.ts';
import { ownDemo } from './demo-server.ts';

const web = browsing();
const { accounts } = ownDemo(inject('demos'));

describe('the first page', () => {
  it.each([true, false])('leads to the next seminar, to the check of a certificate and to sign-in (scripts: %s)', async (js) => {
    const page = await web.visit({ js, width: 390 });
    await page.goto('/kk');
    await expectNoOverflow(page);
    if (js) await expectAccessible(page);
    await page.click('.events .event-title a');
    expect(new URL(page.url()).pathname).toMatch(/^\/kk\/seminars\/[0-9a-f-]{36}$/);
    await page.goto('/kk');
    await page.fill('main form[role=search] [name=q]', 'PVL-2020-ATT-99999');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/kk\/check\?q=/);
    await page.goto('/kk');
    await page.click('main a[href="/kk/sign-in"]');
    await page.waitForURL(/\/kk\/sign-in/);
  });
});

describe('my day', () => {
  it.each(accounts.map(({ role }) => role))('of %s says what waits, and every link on it leads somewhere', async (role) => {
    const page = await web.visitAs(role);
    await page.goto('/ru/my-day');
    await expectAccessible(page);
    const links = await page.$$eval('main a[href]', (all) => all.map((a) => a.getAttribute('href') ?? ''));
    for (const href of new Set(links)) {
      const answer = await page.goto(href);
      expect([href, answer?.status()]).toEqual([href, 200]);
    }
  });
});
