import { describe, expect, it } from 'vitest';
import { browsing, expectAccessible, modes, photographBoth } from './browser.ts';
import { ending, ownPerson } from './own-person.ts';
import { caughtLetter } from './registering.ts';
import { sendForm } from './sending.ts';

const web = browsing();

describe.each(modes(false))('the audit log (JavaScript: $js)', ({ js }) => {
  it('shows who did one kind of thing to one person, and says so in the head of the list', async () => {
    const familyName = `Журналова${ending()}`;
    const coordinator = await web.visitAs('coordinator', { js });
    const id = await ownPerson(coordinator, { familyName });
    await sendForm(coordinator, `/ru/people/${id}/attestations/new?/save`, [['category', 'first']]);
    const page = await web.visitAs('network_admin', { js });
    await page.goto('/ru/manage/settings/audit');
    await page.fill('[name=about]', familyName);
    await page.fill('[name=by]', 'Жұмабекова');
    await page.getByRole('button', { name: 'Применить' }).click();
    await page.waitForURL(/about=/);
    const lines = page.locator('main tbody tr');
    expect(await lines.count()).toBe(3);
    await page.selectOption('[name=act]', 'person.attestation_added');
    await page.getByRole('button', { name: 'Применить' }).click();
    await page.waitForURL(/act=person\.attestation_added/);
    expect(await lines.count()).toBe(1);
    expect(await lines.first().innerText()).toContain(familyName);
    expect(await page.locator('main').innerText()).toMatch(/1 [^\n]*Жұмабекова/);
    await photographBoth(page, `oversight/audit-${js}`);
    if (js) await expectAccessible(page);
    await page.fill('[name=about]', 'Никого такого нет');
    await page.getByRole('button', { name: 'Применить' }).click();
    await page.waitForURL(/about=%D0%9D/);
    expect(await lines.count()).toBe(0);
    expect((await coordinator.goto('/ru/manage/settings/audit?by=%D0%95%D1%80%D0%B6%D0%B0%D0%BD'))?.status()).toBe(200);
    expect(await coordinator.locator('main tbody tr').count()).toBe(0);
  });
});

describe.each(modes(false))('who may do what (JavaScript: $js)', ({ js }) => {
  it.each([
    ['head', ['Да', 'руководитель библиотеки: Филиал № 1, город Павлодар, с ']],
    ['specialist', ['Нет', 'Нужна роль: администратор сети, координатор методического центра, методист']],
  ])('says of a %s at her library whether she may open a card, and why', async (role, words) => {
    const page = await web.visitAs('network_admin', { js });
    await page.goto('/ru/manage/settings/policies');
    await page.fill('[name=who]', web.accountOf(role).email);
    await page.selectOption('[name=organisation]', { label: 'PVD01 · Филиал № 1, город Павлодар' });
    await page.getByRole('button', { name: 'Показать' }).click();
    await page.waitForURL(/who=/);
    const answer = await page.locator('main tbody tr', { hasText: 'видеть карточку' }).first().innerText();
    for (const word of words) expect(answer).toContain(word);
    if (role === 'head') await photographBoth(page, `oversight/policies-${js}`);
    if (js) await expectAccessible(page);
  });
});

describe.each(modes(true))('the daily mail (JavaScript: $js)', ({ js }) => {
  it('is read, stopped behind its link by a button, and begun again', async () => {
    const page = await web.visit({ js });
    const letter = await caughtLetter(page, web.accountOf('coordinator').email, 'күтіп тұр');
    expect(letter.text).toContain('Айгүл Жұмабекова');
    await photographBoth(page, `oversight/digest-${js}`);
    if (js) await expectAccessible(page);
    const stop = letter.links.find((link) => link.includes('/unsubscribe/')) ?? '';
    const coordinator = await web.visitAs('coordinator', { js });
    const isOn = async () => (await coordinator.goto('/ru/account/mails'), coordinator.isChecked('[name=digest]'));
    await page.goto(stop);
    // Whoever only opens it changes nothing.
    expect(await isOn()).toBe(true);
    await photographBoth(page, `oversight/stop-${js}`);
    if (js) await expectAccessible(page);
    await page.locator('main form button').click();
    await page.getByRole('heading', { name: 'Ежедневное письмо больше не придёт' }).waitFor();
    await photographBoth(page, `oversight/stopped-${js}`);
    expect(await isOn()).toBe(false);
    await coordinator.check('[name=digest]');
    await coordinator.getByRole('button', { name: 'Сохранить' }).click();
    await coordinator.waitForURL(/done/);
    expect(await isOn()).toBe(true);
  });
});
