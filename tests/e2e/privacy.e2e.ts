import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { browsing, expectAccessible, modes, photographBoth } from './browser.ts';
import { ending, ownPerson } from './own-person.ts';
import { caughtLetter } from './registering.ts';

const web = browsing();
/** A busy machine takes its time. */
const WAIT = { timeout: 20_000 };
/** The day on which somebody of this age was born, and a month. */
const bornYearsAgo = (years: number) => new Date(Date.now() - (years * 365.25 + 30) * 86_400_000).toISOString().slice(0, 10);

describe.each(modes(false))('personal data (JavaScript: $js)', ({ js }) => {
  it('of somebody are erased after a preview; she is found nowhere, and the figures stay', async () => {
    const page = await web.visitAs('coordinator', { js });
    const familyName = `Стираемова${ending()}`;
    const id = await ownPerson(page, { familyName, birthDate: '1984-04-12' });
    const found = async () => (await page.goto(`/ru/search?q=${encodeURIComponent(familyName)}`), page.locator('main').innerText());
    expect(await found()).toContain(`${familyName} Асель`);
    const figures = async () => (await page.goto('/ru/people/figures'), page.locator('main').innerText());
    const before = await figures();

    await page.goto(`/ru/people/${id}`);
    await page.getByRole('link', { name: 'Удалить данные этого человека' }).click();
    await page.waitForURL(/erase$/);
    const preview = await page.locator('main').innerText();
    expect(preview).toMatch(/Что исчезнет[\s\S]*Имя, контакты, языки[\s\S]*Что останется и почему[\s\S]*Места работы[\s\S]*показатели не должны измениться/);
    await photographBoth(page, `privacy/erase-${js}`);
    if (js) await expectAccessible(page);
    await page.getByRole('button', { name: 'Удалить данные' }).click();
    await expect.poll(() => page.locator('main .field-error').count(), WAIT).toBe(1);
    await page.check('[name=sure]');
    await page.getByRole('button', { name: 'Удалить данные' }).click();
    await page.waitForURL(/done=erasing/);
    await expect.poll(found, WAIT).not.toContain(familyName);
    await expect.poll(async () => (await page.goto(`/ru/people/${id}`), page.locator('main').innerText()), WAIT).not.toContain('Асель');
    await photographBoth(page, `privacy/erased-${js}`);
    expect(await figures()).toBe(before);
  });

  it('of a teenager need a parent, who agrees behind a link and takes it back', async () => {
    const keeper = await web.visitAs('coordinator', { js });
    const familyName = `Юнова${ending()}`;
    const id = await ownPerson(keeper, { familyName, birthDate: bornYearsAgo(13) });
    await keeper.goto(`/ru/people/${id}/consents`);
    expect(await keeper.locator('main').innerText()).toContain('соглашается родитель или законный представитель');
    await photographBoth(keeper, `privacy/consents-${js}`);
    if (js) await expectAccessible(keeper);
    const asking = keeper.locator('form[action="?/ask"]');
    await asking.getByRole('button').click();
    await expect.poll(() => asking.locator('.field-error').count(), WAIT).toBeGreaterThan(0);
    await asking.getByLabel('Согласие на публикацию фотографии').check();
    await asking.locator('[name=parentName]').fill('Юнов Ерлан');
    const address = `${randomUUID()}@example.kz`;
    await asking.locator('[name=parentEmail]').fill(address);
    await asking.getByRole('button').click();
    await keeper.waitForURL(/done=sent/);
    expect(await keeper.locator('main').innerText()).toContain(`Отправлено письмом: ${address}`);
    await photographBoth(keeper, `privacy/asked-${js}`);

    const parent = await web.visit({ js });
    const { links } = await caughtLetter(parent, address, 'Нужно решение родителя');
    await parent.goto(links.find((link) => link.includes('/l/')) ?? '');
    await parent.locator('main form button').click();
    await parent.waitForURL(/consents\/[0-9a-f-]{36}$/);
    expect(await parent.locator('main').innerText()).toMatch(new RegExp(`${familyName} Асель[\\s\\S]*Юнов Ерлан`));
    await photographBoth(parent, `privacy/parent-${js}`);
    if (js) await expectAccessible(parent);
    await parent.getByRole('button', { name: 'Согласиться за ребёнка' }).click();
    await expect.poll(() => parent.locator('main').innerText(), WAIT).toContain('Вы согласились');
    await photographBoth(parent, `privacy/parent-agreed-${js}`);
    const standing = async () => (await keeper.goto(`/ru/people/${id}/consents`), keeper.locator('main tbody').first().innerText());
    expect(await standing()).toMatch(/Юнов Ерлан[\s\S]*Действует|Действует[\s\S]*Юнов Ерлан/);
    expect(await keeper.locator('main').innerText()).not.toContain(address);
    await parent.getByRole('button', { name: 'Отозвать согласие' }).click();
    await expect.poll(() => parent.locator('main').innerText(), WAIT).toContain('Отозвано');
    expect(await standing()).toContain('Отозвано');
    await photographBoth(keeper, `privacy/withdrawn-${js}`);
  });
});
