import { beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph, type Visit } from './browser.ts';

const web = browsing();
const ZONE = 'Asia/Almaty';

/** Day and time by the clocks of the host, so many minutes from now. */
function hostClock(minutes: number): { date: string; time: string } {
  const [date = '', time = ''] = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' }).format(Date.now() + minutes * 60_000).split(' ');
  return { date, time };
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const main = (page: Page) => page.locator('main').innerText();

/** A seminar of this file's own, published, with a sitting that begins in a few minutes; whoever changes it disturbs nobody. */
async function publishSeminar(title: string): Promise<string> {
  const staff = await web.visitAs('coordinator', { js: false });
  await staff.goto('/ru/manage/seminars/new');
  await staff.fill('[name="title.ru"]', title);
  await staff.fill('[name="summary.ru"]', 'Для читальных залов');
  await staff.fill('[name=contactEmail]', 'seminar@example.kz');
  await press(staff, 'Сохранить');
  await staff.waitForURL(/\/manage\/seminars\/[0-9a-f-]{36}/);
  const eventId = /[0-9a-f-]{36}/.exec(staff.url())?.[0] ?? '';
  await staff.goto(`/ru/manage/seminars/${eventId}/programme/sessions/new`);
  const [starts, ends] = [hostClock(5), hostClock(65)];
  await staff.fill('[name=date]', starts.date);
  await staff.fill('[name=starts]', starts.time);
  await staff.fill('[name=ends]', ends.time);
  if (ends.date !== starts.date) await staff.check('[name=endsNextDay]');
  await press(staff, 'Сохранить');
  await staff.waitForURL(/\/programme(\?|$)/);
  await staff.goto(`/ru/manage/seminars/${eventId}`);
  await press(staff, 'Опубликовать');
  await staff.waitForURL(/done=published/);
  return eventId;
}

const FAMILY = ['Касымова', 'Ахметова', 'Иванова', 'Лаптева', 'Смагулова', 'Оспанова', 'Рябова'];
const GIVEN = ['Айгуль', 'Сауле', 'Мария', 'Анна', 'Дана'];
const people = Array.from({ length: 33 }, (_, index) => `${FAMILY[index % 7]} ${GIVEN[Math.floor(index / 7)]}`);

/** From the country to the names, with a slip in the address that is offered for correction. */
async function fillRoom(page: Page, eventId: string, room: string): Promise<void> {
  await page.goto(`/ru/seminars/${eventId}/register`);
  await page.getByRole('link', { name: 'Зарегистрировать читальный зал списком' }).click();
  await page.waitForURL(/register\/collective$/);
  await press(page, 'Казахстан');
  await page.waitForURL(/step=room/);
  await page.fill('[name=organisation]', room);
  await page.fill('[name=settlement]', 'Железинка');
  await page.fill('[name=contactName]', 'Омарова Гульмира');
  await page.fill('[name=contactEmail]', 'gulmira@gmial.com');
  await press(page, 'Продолжить');
  await page.locator('.offer').waitFor();
  expect(await page.inputValue('[name=settlement]')).toBe('Железинка');
  await page.locator('.offer input[value=take]').check();
  await press(page, 'Продолжить');
  await page.waitForURL(/step=names/);
}

async function sendNames(page: Page, text: string, button: string): Promise<void> {
  // At once, as from the clipboard: five thousand lines are not typed.
  await page.locator('[name=names]').evaluate((field, value) => ((field as HTMLTextAreaElement).value = value), text);
  const [answer] = await Promise.all([page.waitForResponse((response) => response.request().method() === 'POST'), press(page, button)]);
  await answer.finished();
  await page.waitForLoadState();
}

/** Statement and consent, and what is to be checked before it is sent. */
async function stateRight(page: Page): Promise<void> {
  await page.locator('[name=rightStated]').waitFor();
  await page.check('[name=rightStated]');
  await page.check('[name=agreed]');
  await press(page, 'Продолжить');
  await page.locator('#list-form').waitFor();
}

describe.each(modes(false))('a reading room (JavaScript: $js)', ({ js }) => {
  const options: Visit = { js };
  let eventId = '';
  beforeAll(async () => {
    eventId = await publishSeminar(`Семинар читальных залов ${js ? 'со скриптом' : 'без скрипта'}`);
  }, 120_000);

  it(
    'pastes 33 names, waits for the organiser, is approved, and confirms on the day who was present',
    async () => {
      const page = await web.visit(options);
      await fillRoom(page, eventId, 'Железинская библиотека');
      const pasted = ['№\tФИО\tДолжность', ...people.slice(0, 20).map((name, index) => `${index + 1}\t${name}\tбиблиотекарь`), '', `21\t${people[0]?.toLowerCase()}\t`, ...people.slice(20).map((name, index) => `${index + 22}\t${name}\t`)].join('\n');
      await sendNames(page, pasted, 'Проверить список');
      const shown = await main(page);
      for (const said of ['Из списка взяты 33 человека', '1 пустая строка не учтена', '1 повтор не взят', 'Это имя уже есть в списке', 'больше 30 человек']) expect(shown).toContain(said);
      if (js) await expectAccessible(page);
      await press(page, 'Продолжить');
      await page.locator('[name=rightStated]').waitFor();
      await press(page, 'Продолжить');
      await page.locator('.summary').waitFor();
      expect(await page.locator('.field-error').count()).toBe(2);
      if (js) await expectAccessible(page);
      await stateRight(page);
      expect(await main(page)).toContain('Список будет ждать решения организатора');
      // To the town and back: the list comes along.
      await page.locator('button[formaction*="step=room"]').first().click();
      await page.fill('[name=settlement]', 'Железин');
      await press(page, 'Продолжить');
      await page.locator('#list-form').waitFor();
      expect(await main(page)).toContain('33 человека');
      if (js) await expectAccessible(page);
      await press(page, 'Отправить список на рассмотрение');
      await page.waitForURL(/\/collectives\/[0-9a-f-]{36}\/done$/);
      expect(await main(page)).toContain('gulmira@gmail.com');
      if (js) await expectAccessible(page);
      await photograph(page, `collective-done-${js ? 'js' : 'plain'}`);
      const own = page.url().replace('/done', '');
      const sheet = await page.request.get(`${own}/sheet.pdf`);
      expect([sheet.status(), (await sheet.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
      const stranger = await web.visit(options);
      expect([(await stranger.goto(own))?.status(), (await stranger.request.get(`${own}/sheet.pdf`)).status()]).toEqual([404, 404]);

      const staff = await web.visitAs('coordinator', options);
      await staff.goto(`/ru/manage/seminars/${eventId}/collectives?state=pending`);
      if (js) await expectAccessible(staff);
      await staff.getByRole('link', { name: 'Железинская библиотека' }).click();
      await staff.getByRole('link', { name: 'Утвердить' }).click();
      await staff.waitForURL(/approve$/);
      expect(await main(staff)).toContain('Получат место: 33. Попадут в лист ожидания: 0.');
      await press(staff, 'Утвердить');
      await staff.waitForURL(/done=approved/);
      if (js) await expectAccessible(staff);

      // The sitting: begun, its begin set twenty minutes back, ended.
      const desk = await beginSitting(staff, eventId);
      await page.goto(own);
      expect(await page.locator('tbody tr').count()).toBe(33);
      await page.locator('a[href*="/sittings/"]').first().click();
      await page.waitForURL(/sittings/);
      const sitting = page.url();
      await page.locator('.presence-lines li').first().locator('input[type=checkbox]').check();
      await page.locator('.presence-lines li').first().locator('input[type=time]').last().fill('');
      await press(page, 'Подтвердить');
      await page.locator('.summary').waitFor();
      expect(await page.locator('.presence-lines li').first().locator('.field-error').count()).toBe(1);
      expect(await page.locator('.presence-lines li').first().locator('input[type=checkbox]').isChecked()).toBe(true);
      if (js) await expectAccessible(page);
      await press(page, /были всё заседание/);
      await page.waitForURL(/done=all/);
      expect(await page.locator('.presence-said', { hasText: /Присутствие: (19|2\d) мин/ }).count()).toBe(33);
      if (js) {
        await expectAccessible(page);
        await page.setViewportSize({ width: 320, height: 800 });
        await expectNoOverflow(page);
        await page.setViewportSize({ width: 1280, height: 900 });
      }
      await page.locator('.presence-lines li').nth(1).locator('input[type=checkbox]').uncheck();
      await press(page, 'Подтвердить');
      await page.waitForURL(/done=saved/);
      expect(await page.locator('.presence-said', { hasText: 'Отсутствие' }).count()).toBe(1);

      // Marked on every rendering: at the desk each of them is somebody whose minutes the contact person confirmed.
      await staff.goto(`${desk}?mark=collective`);
      expect(await staff.locator('#people tbody tr').count()).toBeGreaterThan(0);
      await staff.locator('#people tbody a').first().click();
      expect(await main(staff)).toContain('контактное лицо');
      await page.goto(own);
      expect(await main(page)).toContain('Подтверждено: 33 из 33, присутствовали: 32');
      expect(sitting).toContain(own);
      if (js) await expectAccessible(page);
    },
    180_000,
  );

  it(
    'is told of every bad line in words, keeps what was typed, and is made once although it is sent twice',
    async () => {
      const page = await web.visit(options);
      await fillRoom(page, eventId, 'Баянаульская библиотека');
      await sendNames(page, '', 'Проверить список');
      expect(await page.locator('.field-error').innerText()).toContain('Напишите хотя бы одно имя');
      const many = Array.from({ length: 5001 }, (_, index) => `${people[index % 33]} ${index}`).join('\n');
      await sendNames(page, many, 'Проверить список');
      expect((await page.locator('.field-error').innerText()).replace(/\s/g, ' ')).toContain('Строк в списке: 5 001, а можно не больше 5 000');
      expect((await page.inputValue('[name=names]')).length).toBe(many.length);
      const bad = ['Касымова Айгуль', '😀 Смайлик', 'אבג דהו', 'а'.repeat(300), 'ЛАПТЕВА АННА'].join('\n');
      await sendNames(page, bad, 'Проверить список');
      const shown = await main(page);
      for (const said of ['3 строки взять нельзя', 'Смайлики и картинки', 'справа налево', 'Имя слишком длинное', 'Возможно, так: Лаптева Анна']) expect(shown).toContain(said);
      expect(await page.inputValue('[name=names]')).toBe(bad);
      if (js) await expectAccessible(page);
      await photograph(page, `collective-names-${js ? 'js' : 'plain'}`);
      await page.check('[name=leaveOut]');
      await page.check('[name=tidy]');
      await press(page, 'Продолжить');
      await stateRight(page);
      // The very form once more, as after a line that hung: the same list.
      const fields = await page.locator('#list-form').evaluate((form) => [...new FormData(form as HTMLFormElement)].map(([name, value]) => [name, String(value)]));
      const action = (await page.locator('#list-form').getAttribute('action')) ?? '';
      const again = await page.request.post(action, { multipart: Object.fromEntries(fields) as Record<string, string>, headers: { origin: web.address, accept: 'text/html' }, maxRedirects: 0 });
      expect(again.status()).toBe(303);
      await press(page, 'Зарегистрировать список');
      await page.waitForURL(/\/done$/);
      expect(page.url()).toContain(again.headers()['location'] ?? '-');
      expect(await main(page)).toContain('Получили место: 2');

      await page.goto(page.url().replace('/done', ''));
      expect(await page.locator('tbody th').allInnerTexts()).toEqual(['Касымова Айгуль', 'Лаптева Анна']);
      await page.getByRole('link', { name: 'Лаптева Анна', exact: true }).click();
      await page.fill('[name=name]', 'Касымова Айгуль');
      await press(page, 'Сохранить');
      await page.locator('.summary').waitFor();
      expect(await page.inputValue('[name=name]')).toBe('Касымова Айгуль');
      await page.fill('[name=name]', 'Лаптева Анна Ивановна');
      await press(page, 'Сохранить');
      await page.waitForURL(/done=changed/);
      await page.getByRole('link', { name: 'Добавить имена' }).click();
      await sendNames(page, 'Касымова Айгуль\nОспанова Дана', 'Проверить список');
      expect(await main(page)).toContain('Это имя уже есть в вашем списке');
      await press(page, 'Добавить имена');
      await page.locator('.summary').waitFor();
      expect(await page.locator('.field-error').innerText()).toContain('подтвердите');
      await page.check('[name=rightStated]');
      await press(page, 'Добавить имена');
      await page.waitForURL(/done=added/);
      expect(await page.locator('tbody tr').count()).toBe(3);
      await page.getByRole('link', { name: 'Убрать' }).last().click();
      await press(page, 'Убрать');
      await page.waitForURL(/done=removed/);
      await press(page, 'Подтвердить все имена');
      await page.waitForURL(/done=names_confirmed/);
      const data = (await (await page.request.get(page.url().replace(/\?.*/, '/data.json'))).json()) as { names: { name: string; state: string }[] };
      // What was taken out is still kept, and so it is given out.
      expect(data.names.map(({ name, state }) => [name, state])).toEqual([
        ['Касымова Айгуль', 'confirmed'],
        ['Лаптева Анна Ивановна', 'confirmed'],
        ['Оспанова Дана', 'cancelled'],
      ]);
      await page.goto(`${page.url().replace(/\?.*/, '')}?q=нет+такой`);
      expect(await main(page)).toContain('Под эти фильтры ничего не подходит');
      if (js) await expectAccessible(page);
      await page.goto(page.url().replace(/\?.*/, '/erase'));
      if (js) await expectAccessible(page);
      const gone = page.url().replace('/erase', '');
      await press(page, 'Отозвать согласие');
      await page.waitForURL(/registrations\/erased/);
      expect((await page.goto(gone))?.status()).toBe(404);
    },
    180_000,
  );
});

/** Opens the desk of the first sitting, begins it, sets its begin twenty minutes back and ends it. Returns the address of the desk. */
async function beginSitting(staff: Page, eventId: string): Promise<string> {
  await staff.goto(`/ru/manage/seminars/${eventId}`);
  await staff.locator('a[href*="/manage/rooms/"]').first().click();
  await staff.waitForURL(/\/manage\/rooms\/[0-9a-f-]{36}$/);
  const desk = staff.url();
  await press(staff, 'Начать заседание');
  await staff.getByRole('button', { name: 'Завершить заседание' }).waitFor();
  await press(staff, 'Завершить заседание');
  await staff.getByRole('button', { name: 'Завершить заседание' }).waitFor({ state: 'detached' });
  await staff.goto(`${desk}/times`);
  const before = hostClock(-20);
  await staff.fill('[name=start_date]', before.date);
  await staff.fill('[name=start]', before.time);
  await staff.fill('[name=reason]', 'Начали раньше кнопки');
  await press(staff, 'Сохранить');
  await staff.waitForURL(/\/manage\/rooms\/[0-9a-f-]{36}$/);
  return desk;
}

describe('lists of an event that has none', () => {
  it('say what to do first, and decline and cancel ask for a reason', async () => {
    const eventId = await publishSeminar('Семинар без списков');
    const staff = await web.visitAs('coordinator');
    await staff.goto(`/ru/manage/seminars/${eventId}/collectives`);
    expect(await main(staff)).toContain('Списков пока нет');
    await expectAccessible(staff);
    const page = await web.visit();
    await fillRoom(page, eventId, 'Майская библиотека');
    await sendNames(page, people.slice(0, 31).join('\n'), 'Проверить список');
    await press(page, 'Продолжить');
    await stateRight(page);
    await press(page, 'Отправить список на рассмотрение');
    await page.waitForURL(/\/done$/);
    await staff.reload();
    await staff.getByRole('link', { name: 'Майская библиотека' }).click();
    await staff.getByRole('link', { name: 'Отклонить' }).click();
    await staff.waitForURL(/decline$/);
    await press(staff, 'Отклонить');
    await staff.locator('.summary').waitFor();
    await expectAccessible(staff);
    await staff.fill('[name=reason]', 'Список прислали дважды');
    await press(staff, 'Отклонить');
    await staff.waitForURL(/done=declined/);
    await page.goto(page.url().replace('/done', ''));
    expect(await main(page)).toContain('Список прислали дважды');
    await expectAccessible(page);
  }, 120_000);
});

describe('certificates of a list', () => {
  it('are opened and printed by its contact person, with the link from her mail and on her device only', async () => {
    const staff = await web.visitAs('coordinator', { js: false });
    await staff.goto('/ru/manage/seminars?q=Компетенции');
    await staff.locator('tbody a').first().click();
    await staff.waitForURL(/\/manage\/seminars\/[0-9a-f-]{36}$/);
    await staff.goto(`${staff.url()}/collectives?q=Баянауыл`);
    await staff.locator('tbody a').first().click();
    await staff.waitForURL(/\/collectives\/[0-9a-f-]{36}$/);
    const listId = staff.url().slice(-36);
    const number = await staff.locator('td[data-label="Сертификат"] a').first().innerText();
    const name = await staff.locator('tr', { hasText: number }).locator('th').innerText();
    const address = await staff.locator('dt:has-text("Электронная почта") + dd').innerText();
    await press(staff, 'Отправить ссылку ещё раз');
    await staff.waitForURL(/done=link_sent/);

    const contact = await web.visit({ js: false });
    const letter = contact.locator('tbody a').first();
    const mails = `/ru/demo/mail?q=${encodeURIComponent(address)}`;
    await expect.poll(async () => (await contact.goto(mails), letter.count()), { timeout: 40_000, interval: 500 }).toBeGreaterThan(0);
    await letter.click();
    await contact.waitForURL(/demo\/mail\/\d+/);
    await contact.goto((await contact.locator('.letter a').first().getAttribute('href')) ?? '');
    await contact.locator('main form button').click();
    await contact.waitForURL(new RegExp(`/collectives/${listId}$`));
    await contact.getByRole('link', { name: number }).click();
    await contact.waitForURL(/\/certificates\/[0-9a-f-]{36}$/);
    expect(await main(contact)).toContain(name.split('\n')[0] ?? '');
    const file = await contact.request.get(`${contact.url()}/file`);
    expect([file.status(), (await file.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    expect((await (await web.visit()).request.get(`${contact.url()}/file`)).status()).toBe(404);
  }, 120_000);
});
