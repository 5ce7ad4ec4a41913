import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startIdentityProvider, type IdentityProvider } from '#server/testing/identity-provider.ts';
import { browsing, expectAccessible, modes, photographBoth } from './browser.ts';
import { ending, ownPerson } from './own-person.ts';
import { caughtLetter, refused } from './registering.ts';
import { sendForm } from './sending.ts';

const web = browsing();

describe.each(modes(true))('signing in without an own mailbox (JavaScript: $js)', ({ js }) => {

  /** Somebody of a library that shares a mailbox comes with her card and chooses a PIN. Returns her window, where she is signed in. */
  async function comesWithCard(desk: Page, familyName: string, email: string, pin: string): Promise<Page> {
    const id = await ownPerson(desk, { familyName, email });
    await desk.goto(`/ru/people/cards?person=${id}`);
    await desk.locator('main form button').click();
    const card = desk.locator('.paper-card');
    await card.waitFor();
    const [, name = '', code = ''] = await card.locator('dd').allTextContents();
    const page = await web.visit({ js });
    await page.goto('/ru/sign-in/card');
    await page.fill('[name=name]', name);
    await page.fill('[name=code]', code);
    await page.locator('main form button').click();
    await page.waitForURL(/card\/password/);
    await page.check('[name=way][value=pin]');
    await page.fill('[name=pin]', pin);
    await page.locator('main form button').click();
    await page.waitForURL(/my-day/);
    return page;
  }

  it('by a card, and afterwards by the link to the mailbox of the library, her name and her PIN', async () => {
    const desk = await web.visitAs('coordinator', { js });
    const address = `kitaphana.${randomUUID()}@example.kz`;
    const familyName = `Общинова${ending()}`;
    await comesWithCard(desk, `Почтова${ending()}`, address, '4821');
    await photographBoth(desk, `sign-in/cards-${js}`);
    const [paper] = await Promise.all([desk.waitForEvent('download'), desk.getByRole('button', { name: /^Скачать PDF/ }).click()]);
    expect(paper.suggestedFilename()).toBe('Карточки для входа.pdf');
    await comesWithCard(desk, familyName, address, '739105');
    const page = await web.visit({ js });
    await page.goto('/ru/sign-in');
    await page.fill('[name=email]', address);
    await page.click('button[formaction="?/link"]');
    await page.waitForURL(/sent=1/);
    const { links } = await caughtLetter(page, address, 'Вход');
    await page.goto(links.find((link) => link.includes('/l/')) ?? '');
    expect(await page.locator('main').innerText()).toContain(address);
    await page.getByLabel(`${familyName} Асель`).check();
    await page.fill('[name=pin]', '4821');
    await page.locator('main form button').click();
    await refused(page, 'PIN');
    await photographBoth(page, `sign-in/mailbox-${js}`);
    if (js) await expectAccessible(page);
    await page.fill('[name=pin]', '739105');
    await page.locator('main form button').click();
    await page.waitForURL(/my-day/);
    await page.goto('/ru/account');
    expect(await page.locator('main').innerText()).toContain(`${familyName} Асель`);
  });
});

describe.each(modes(false))('single sign-on (JavaScript: $js)', ({ js }) => {
  let provider: IdentityProvider | undefined;

  async function setUp(admin: Page, isOn: boolean): Promise<void> {
    await admin.goto('/ru/manage/settings/sign-on');
    await admin.fill('[name=name]', 'Портал области');
    await admin.fill('[name=issuer]', provider?.issuer ?? '');
    await admin.fill('[name=clientId]', provider?.clientId ?? '');
    await admin.fill('[name=clientSecret]', provider?.clientSecret ?? '');
    await admin.fill('[name=domains]', 'demo.sheberlik.example');
    await admin.setChecked('[name=isOn]', isOn);
    await admin.getByRole('button', { name: 'Сохранить' }).click();
    await admin.waitForURL(/done=saved/);
  }
  /** Somebody is invited by mail, takes the invitation and may sign in with a password. */
  async function accepts(admin: Page, name: string, email: string): Promise<void> {
    await sendForm(admin, '/ru/manage/settings/invitations/new', [
      ['name', name],
      ['email', email],
      ['role', 'inspector'],
      ['locale', 'ru'],
    ]);
    const page = await web.visit();
    const { links } = await caughtLetter(page, email, 'приглашают');
    await page.goto(links.find((link) => link.includes('/l/')) ?? '');
    await page.fill('[name=password]', 'длинный пароль для проверки');
    await page.getByRole('button', { name: 'Принять приглашение' }).click();
    await page.waitForURL(/my-day/);
  }
  /** Presses the button of our page and signs in at the provider, on its own pages. */
  async function throughProvider(page: Page, login: string): Promise<void> {
    await page.goto('/ru/sign-in');
    await page.getByRole('link', { name: 'Портал области' }).click();
    await page.fill('[name=login]', login);
    await page.fill('[name=password]', 'any');
    await page.click('[type=submit]');
    await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' });
    await page.click('[type=submit]');
  }

  it('leads to the provider and back into one’s own account, or says why not', async () => {
    provider = await startIdentityProvider(`${web.address}/sign-in/sign-on`);
    const admin = await web.visitAs('system_admin', { js });
    // An account of its own: the first joining ends every other way into it.
    const [email, name] = [`portal.${randomUUID()}@demo.sheberlik.example`, `Сәуле Порталова${ending()}`];
    await accepts(await web.visitAs('network_admin', { js }), name, email);
    provider.know({ sub: `owner-${js}`, email, verified: true });
    provider.know({ sub: `stranger-${js}`, email, verified: false });
    try {
      await setUp(admin, true);
      await admin.getByRole('button', { name: 'Проверить' }).click();
      await admin.waitForURL(/done=checked/);
      await photographBoth(admin, `sign-in/sign-on-${js}`);
      if (js) await expectAccessible(admin);
      const page = await web.visit({ js });
      await throughProvider(page, `owner-${js}`);
      await page.waitForURL(/my-day/);
      expect(await page.locator('body').innerText()).toContain(name);
      const other = await web.visit({ js });
      await throughProvider(other, `stranger-${js}`);
      await other.waitForURL(/sign-in\/sign-on/);
      await photographBoth(other, `sign-in/sign-on-refused-${js}`);
      expect(await other.locator('main').innerText()).toContain('Войти');
      await other.goto('/ru/sign-in');
      await photographBoth(other, `sign-in/page-${js}`);
    } finally {
      await setUp(admin, false);
      await provider.close();
    }
    const later = await web.visit({ js });
    await later.goto('/ru/sign-in');
    expect(await later.getByRole('link', { name: 'Портал области' }).count()).toBe(0);
  });
});
