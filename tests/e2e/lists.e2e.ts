import jpeg from 'jpeg-js';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';

const web = browsing();
const press = async (page: Page, name: string, until: RegExp) => {
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.waitForURL(until);
};

describe.each(modes(false))('lists (JavaScript: $js)', ({ js }) => {
  it('shows organisations with columns, filters and order that are kept under a name, and prints them', async () => {
    const page = await web.visitAs('coordinator', { js });
    await page.goto('/ru/organisations');
    await page.getByRole('link', { name: 'Списком', exact: true }).click();
    await page.waitForURL(/organisations\/list$/);
    await page.locator('main summary', { hasText: 'Ещё фильтры и столбцы' }).click();
    await page.getByLabel('Вакантно').check();
    await page.selectOption('main [name=kind]', 'rural_library');
    await page.getByRole('button', { name: 'Применить' }).click();
    await page.waitForURL(/kind=rural_library/);
    expect(await page.locator('main thead').innerText()).toContain('Вакантно');
    await page.locator('main thead').getByRole('link', { name: 'Код' }).click();
    await page.waitForURL(/sort=code/);
    expect(await page.locator('main tbody tr').first().innerText()).toContain('AKT01');
    await page.locator('summary', { hasText: 'Сохранить этот фильтр' }).click();
    await page.fill('main form [name=name]', 'Сельские');
    await press(page, 'Сохранить фильтр', /done=filter/);
    await page.goto('/ru/organisations/list');
    await page.getByRole('link', { name: 'Сельские', exact: true }).click();
    await page.waitForURL(/sort=code/);
    if (js) await expectAccessible(page);
    for (const list of ['/ru/organisations/list', '/ru/people/list']) {
      const pdf = await page.request.get(`${list}.pdf?q=AKT01`);
      expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf']);
    }
  });

  it('shows what a change for many would do, and makes it for those who stay ticked', async () => {
    // In the long run both modes change the same people of one demo.
    const language = js ? 'be' : 'hy';
    const page = await web.visitAs('coordinator', { js });
    await page.goto('/ru/people?q=Айгуль&columns=post');
    await page.getByRole('link', { name: 'Изменить всем из списка' }).click();
    await page.getByRole('link', { name: 'Указать язык писем' }).click();
    await page.selectOption('main [name=language]', language);
    await press(page, 'Показать, что будет', /step=preview/);
    await expectNoOverflow(page);
    await photograph(page, `lists/bulk-${js ? 'JS' : 'PL'}`);
    if (js) await expectAccessible(page);
    const boxes = page.locator('main [name="people[]"]');
    const many = await boxes.count();
    expect(many).toBeGreaterThan(2);
    const spared = await page.locator('main tbody tr').first().innerText();
    await boxes.first().uncheck();
    await press(page, 'Изменить отмеченным', /done=changed/);
    expect(await page.getByRole('link', { name: 'Посмотреть или отменить' }).getAttribute('href')).toMatch(/\/ru\/bulk-changes\/[0-9a-f-]{36}$/);
    expect(await page.locator('main').innerText()).toMatch(new RegExp(`Измен[её]н[аы]? ${many - 1} `));
    await page.goto(`/ru/people/bulk?q=Айгуль&act=language&language=${language}&step=preview`);
    expect(await boxes.count()).toBe(1);
    expect((await page.locator('main tbody tr').first().innerText()).slice(0, 12)).toBe(spared.slice(0, 12));
  });

  it('shows what a change for many organisations would do, and makes it for those who stay ticked', async () => {
    const language = js ? 'Кыргызский' : 'Армянский';
    const page = await web.visitAs('coordinator', { js });
    await page.goto('/ru/organisations/list?kind=rural_library&columns=code');
    await press(page, 'Изменить отмеченные', /done=none_ticked/);
    expect(await page.locator('main').innerText()).toContain('Отметьте хотя бы одну организацию.');
    const rows = page.locator('main [name=only]');
    const [first, second] = [await rows.nth(0).getAttribute('aria-label'), await rows.nth(1).getAttribute('aria-label')];
    await rows.nth(0).check();
    await rows.nth(1).check();
    if (js) await expectAccessible(page);
    await press(page, 'Изменить отмеченные', /organisations\/bulk/);
    await page.getByRole('link', { name: 'Указать языки работы' }).click();
    await press(page, 'Показать, что будет', /check/);
    await expect.poll(() => page.locator('main .field-error').count()).toBe(1);
    await page.getByLabel(language, { exact: false }).check();
    await press(page, 'Показать, что будет', /step=preview/);
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await expectNoOverflow(page);
      await photograph(page, `lists/bulk-organisations-${js ? 'JS' : 'PL'}-${width}`);
    }
    if (js) await expectAccessible(page);
    const boxes = page.locator('main [name="organisations[]"]');
    expect(await boxes.count()).toBe(2);
    await boxes.nth(1).uncheck();
    await press(page, 'Изменить отмеченные', /done=changed/);
    expect(await page.locator('main').innerText()).toContain('Изменена 1 организация');
    expect([first, second].every((label) => label?.startsWith('Отметить: '))).toBe(true);
    await page.getByRole('link', { name: first?.slice('Отметить: '.length) ?? '' }).click();
    await page.getByRole('link', { name: 'Изменения' }).click();
    expect(await page.locator('main tbody tr').first().innerText()).toContain(language.toLowerCase());

    await page.goto('/ru/organisations/list');
    await page.getByRole('link', { name: 'Сделанные изменения' }).click();
    await page.getByRole('link', { name: 'Указать языки работы' }).first().click();
    await page.waitForURL(/bulk-changes\/[0-9a-f-]{36}$/);
    expect(await page.locator('main').innerText()).toMatch(/Можно отменить до[\s\S]*Можно вернуть: 1/);
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await expectNoOverflow(page);
      await photograph(page, `lists/bulk-change-${js ? 'JS' : 'PL'}-${width}`);
    }
    if (js) await expectAccessible(page);
    await page.getByRole('link', { name: 'Отменить изменение' }).click();
    await page.waitForURL(/undo$/);
    expect(await page.locator('main').innerText()).toContain('Прежнее вернётся в записях: 1');
    if (js) await expectAccessible(page);
    await press(page, 'Отменить изменение', /done=undone/);
    expect(await page.locator('main').innerText()).toMatch(/Изменение отменено\.[\s\S]*Возвращено: 1/);
    expect(await page.getByRole('link', { name: 'Отменить изменение' }).count()).toBe(0);
  });

  it('lets an administrator name a program that is told of events, shows its secret once and what was sent', async () => {
    const page = await web.visitAs('system_admin', { js });
    await page.goto('/ru/manage/settings/webhooks');
    await page.getByRole('link', { name: 'Добавить вебхук' }).click();
    await page.fill('main [name=name]', 'Сайт области');
    await page.fill('main [name=url]', 'https://192.168.1.10/hook');
    await page.getByLabel('Выдан сертификат').check();
    await page.getByRole('button', { name: 'Добавить вебхук' }).click();
    await expect.poll(() => page.locator('main .field-error').allInnerTexts()).toEqual([expect.stringContaining('внутреннюю сеть')]);
    // Nobody answers at an address that is given to nobody.
    await page.fill('main [name=url]', 'https://8.8.8.8:9/hook');
    await page.getByRole('button', { name: 'Добавить вебхук' }).click();
    await expect.poll(() => page.locator('main').innerText()).toContain('показывается один раз');
    expect(await page.locator('main textarea, main input').evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value).join(' '))).toContain('whsec_');
    if (js) await expectAccessible(page);
    await page.getByRole('link', { name: 'Ключ сохранён' }).click();
    await page.waitForURL(/webhooks\/[0-9a-f-]{36}$/);
    expect(await page.locator('main').innerText()).not.toContain('whsec_');
    await press(page, 'Отправить проверку', /done=test_failed/);
    expect(await page.locator('main tbody tr').first().innerText()).toMatch(/webhook\.test[\s\S]*Не доставлено/);
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await expectNoOverflow(page);
      await photograph(page, `lists/webhook-${js ? 'JS' : 'PL'}-${width}`);
    }
    await page.locator('summary', { hasText: 'Удалить вебхук' }).click();
    await press(page, 'Удалить вебхук', /done=removed/);
  });

  it('shows a photo on a card once the network has switched photos on', async () => {
    const administrator = await web.visitAs('system_admin', { js });
    await administrator.goto('/ru/manage/settings');
    await administrator.locator('main').getByLabel('Да', { exact: true }).check();
    await administrator.locator('main form', { has: administrator.locator('[name=photos]') }).getByRole('button', { name: 'Сохранить' }).click();
    await administrator.waitForURL(/done=photos/);
    const page = await web.visitAs('coordinator', { js });
    await page.goto('/ru/people');
    await page.locator('main tbody th a').first().click();
    await page.getByRole('link', { name: 'Добавить фотографию' }).click();
    await page.waitForURL(/\/photo$/);
    const send = async (buffer: Buffer) => {
      await page.setInputFiles('main [name=photo]', { name: 'me.jpg', mimeType: 'image/jpeg', buffer });
      await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
    };
    await send(Buffer.from('GIF89a no picture'));
    await expect.poll(() => page.locator('main .field-error').allInnerTexts()).toEqual([expect.stringContaining('не изображение')]);
    await send(jpeg.encode({ width: 300, height: 400, data: Buffer.alloc(300 * 400 * 4, 140) }, 80).data);
    await page.waitForURL(/done=saved/);
    expect(await page.locator('main img.photo').evaluate((image) => (image as HTMLImageElement).naturalHeight)).toBe(400);
    await expectNoOverflow(page);
    await photograph(page, `lists/photo-${js ? 'JS' : 'PL'}`);
    await page.getByRole('link', { name: 'Изменить фотографию' }).click();
    await press(page, 'Удалить фотографию', /done=removed/);
    expect(await page.locator('main img.photo').count()).toBe(0);
  });
});
