import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';
import { dayIn, lastSunday, linkInLetter, makeEvent, press, registerAt, staffAs } from './seminar-steps.ts';

const web = browsing();
const WAIT = { timeout: 20_000 };

const errorBeside = (page: Page, field: string) => page.locator('.field, fieldset', { has: page.locator(`[name="${field}"]`) }).last().locator('.field-error').first().innerText();
/** With plain spaces: numbers and units are held together by others. */
const main = async (page: Page) => (await page.locator('main').innerText()).replace(/[\u00a0\u202f]/g, ' ');

/** Fills the fields of a form by name; selects and boxes by what they are. */
async function fill(page: Page, values: Record<string, string | string[] | true>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`main form.form [name="${name}"]`);
    // Translations and other countries lie behind a disclosure.
    await field.first().evaluate((element) => element.closest('details')?.setAttribute('open', ''));
    if (Array.isArray(value)) for (const one of value) await page.locator(`main form.form [name="${name}"][value="${one}"]`).check();
    else if (value === true) await field.check();
    else if ((await field.first().evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
    else await field.fill(value);
  }
}

describe.each(modes(true))('a coordinator prepares an event (JavaScript: $js)', { timeout: 600_000 }, ({ js }) => {
  const mark = js ? 'js' : 'plain';
  const title = `Практикум по семейному чтению (${mark})`;

  it('with texts in several languages, sittings, sections, talks typed and pasted; clashes are shown in words; and publishes it', async () => {
    const page = await web.visitAs('coordinator', { js });
    await page.goto('/ru/manage/seminars');
    await page.getByRole('link', { name: 'Создать мероприятие' }).click();
    await page.waitForURL(/seminars\/new$/);

    // What cannot be accepted: a sentence beside each field, everything typed stays.
    const typed = { 'title.kk': 'Отбасылық оқу практикумы', 'summary.ru': 'Как читать вместе.', capacity: 'сорок', contactEmail: 'centre@', percent: '' };
    await fill(page, { ...typed, form: 'practicum', timeZone: 'Europe/Berlin', 'languages[]': ['kk', 'ru', 'en'], 'countries[]': ['KZ', 'AM'] });
    await press(page, 'Сохранить');
    expect(await errorBeside(page, 'title.ru')).toContain('Заполните это поле.');
    expect(await errorBeside(page, 'capacity')).toContain('Введите число цифрами');
    expect(await errorBeside(page, 'contactEmail')).toContain('@');
    for (const [name, value] of Object.entries(typed)) expect(await page.inputValue(`[name="${name}"]`), name).toBe(value);
    expect([await page.inputValue('[name=form]'), await page.inputValue('[name=timeZone]')]).toEqual(['practicum', 'Europe/Berlin']);
    expect(await page.isChecked('[name="countries[]"][value=AM]')).toBe(true);
    expect(await page.locator('.summary li').count()).toBe(3);
    if (js) await expectAccessible(page);

    await fill(page, { 'title.ru': title, 'title.en': 'Reading together', capacity: '40', contactEmail: 'centre@example.kz' });
    await press(page, 'Сохранить');
    expect(await errorBeside(page, 'percent')).toContain('Укажите хотя бы одно условие');
    await fill(page, { percent: '80', opensDate: dayIn('Europe/Berlin', 2), opensTime: '09:00', closesDate: dayIn('Europe/Berlin', 1) });
    await press(page, 'Сохранить');
    expect(await errorBeside(page, 'closesDate')).toContain('Регистрация должна закрываться позже');
    await fill(page, { closesDate: dayIn('Europe/Berlin', -3), opensDate: '', opensTime: '' });
    await press(page, 'Сохранить');
    expect(await errorBeside(page, 'closesDate')).toContain('Это время уже прошло');
    await fill(page, { closesDate: '' });
    await press(page, 'Сохранить');
    expect(await main(page)).toContain('Черновик сохранён.');
    const base = page.url().replace(/\/programme.*$/, '');

    // Sittings on the clocks of the zone, on the weekend when clocks are changed.
    const sunday = lastSunday(3);
    await page.getByRole('link', { name: 'Добавить заседание' }).click();
    await page.waitForURL(/sessions\/new/);
    for (const [times, field, sentence] of [
      [{ date: dayIn('Europe/Berlin', -2), starts: '10:00', ends: '12:00' }, 'date', 'Это время уже прошло'],
      [{ date: sunday, starts: '10:00', ends: '09:00' }, 'ends', 'Окончание должно быть позже начала'],
      [{ date: sunday, starts: '02:30', ends: '05:00' }, 'starts', 'времени 02:30 не будет. Укажите 01:30 или 03:30'],
      [{ date: lastSunday(10), starts: '02:30', ends: '05:00' }, 'starts', '02:30 наступит дважды'],
      [{ date: sunday, starts: '25:00', ends: '12:00' }, 'starts', 'от 00:00 до 23:59'],
    ] as const) {
      // A picker refuses hours that do not exist: as typed by somebody whose browser has none.
      for (const [name, value] of Object.entries(times)) await page.locator(`[name="${name}"]`).evaluate((input, text) => (((input as HTMLInputElement).type = 'text'), ((input as HTMLInputElement).value = text)), value);
      await fill(page, { 'title.ru': 'Утро' });
      await press(page, 'Сохранить');
      expect(await errorBeside(page, field), sentence).toContain(sentence);
      expect(await page.inputValue('[name="title.ru"]')).toBe('Утро');
    }
    await fill(page, { date: sunday, starts: '10:00', ends: '12:00' });
    await press(page, 'Сохранить');
    await expect.poll(() => main(page), WAIT).toContain('Программа сохранена.');

    // Two sections at the same time, one moderator and one hall for both; one speaker in both.
    for (const [name, hall] of [
      ['Сказка дома', 'Зал 1'],
      ['Книга и экран', 'Зал 1'],
    ] as const) {
      await page.goto(`${base}/programme/sections/new`);
      await fill(page, { 'title.ru': name, hall, person1: 'Қасымова Сәуле' });
      await press(page, 'Сохранить');
    }
    const addTalk = async (values: Record<string, string | string[]>, section: string | null) => {
      await page.goto(`${base}/programme/talks/new`);
      await fill(page, values);
      if (section) await page.locator('[name=sectionId]').selectOption({ label: section });
      await press(page, 'Сохранить');
    };
    const first = { 'title.ru': 'Сказка на ночь', 'title.kk': 'Түнгі ертегі', 'abstract.ru': 'Что читать детям до трёх лет.', person1: 'Воронова Елена', country: 'RU', language: 'ru', 'interpretation[]': ['kk'], starts: '10:00', ends: '10:40' };
    await addTalk(first, 'Сказка дома');
    await addTalk({ 'title.ru': 'Экран и книга', person1: 'воронова  елена', starts: '10:20', ends: '11:00' }, 'Книга и экран');
    await expect.poll(() => main(page), WAIT).toContain('В программе');
    const clashes = await page.locator('main .notice li').allInnerTexts();
    for (const said of ['Воронова Елена выступает одновременно в двух местах (20 мин): «Сказка на ночь» и «Экран и книга».', 'Қасымова Сәуле ведёт одновременно две секции (20 мин): «Сказка дома» и «Книга и экран».', 'Один зал (Зал 1) нужен сразу двум докладам (20 мин)']) {
      expect(clashes.join('\n')).toContain(said);
    }
    if (js) await expectAccessible(page);
    await photograph(page, `event-clashes-${mark}`);

    // The same talk twice, a talk nobody gives.
    await addTalk(first, 'Сказка дома');
    expect(await errorBeside(page, 'title.ru')).toContain('Доклад этого докладчика с таким названием уже есть');
    expect(await page.inputValue('[name="abstract.ru"]')).toBe('Что читать детям до трёх лет.');
    // The draft on the device brings back the text that was refused: what is sent now is emptied by hand.
    await addTalk({ 'title.ru': 'Кто-то расскажет', person1: '', starts: '11:00', ends: '11:10' }, null);
    expect(await errorBeside(page, 'person1')).toContain('Укажите хотя бы одного докладчика');

    // The clash is put right where it was named.
    await page.goto(`${base}/programme`);
    await page.getByRole('link', { name: 'Экран и книга' }).click();
    await page.waitForURL(/talks\/[0-9a-f-]{36}/);
    await fill(page, { starts: '10:40', ends: '11:20' });
    await press(page, 'Сохранить');
    expect(await main(page)).not.toContain('В программе 1 накладка');

    // Pasted from a spreadsheet: a wrong row is named with its number, the text stays.
    await page.getByRole('link', { name: 'Вставить из таблицы' }).click();
    await page.waitForURL(/programme\/paste/);
    const rows = (country: string) => `Начало\tКонец\tТема\tДокладчик\tСтрана\tЯзык\n11:20\t11:40\tЧитаем вместе\tՀակոբյան Անահիտ\t${country}\tармянский\n11:40–11:50\tПерерыв\n`;
    await page.fill('[name=text]', rows('Атлантида'));
    await press(page, 'Проверить');
    expect(await page.locator('.summary').innerText()).toMatch(/Строка 2.*Атлантида/s);
    expect(await page.inputValue('[name=text]')).toContain('Атлантида');
    await page.fill('[name=text]', rows('Армения'));
    await press(page, 'Проверить');
    expect(await page.locator('tbody').innerText()).toMatch(/Читаем вместе[\s\S]*Հակոբյան Անահիտ[\s\S]*Армения[\s\S]*армянский/);
    await press(page, 'Добавить в программу');
    await expect.poll(() => main(page), WAIT).toContain('Доклады добавлены.');

    await page.goto(base);
    await expectNoOverflow(page);
    expect(await main(page)).toContain('Можно публиковать.');
    const stranger = await web.visit({ js });
    const publicPage = base.replace('/manage', '');
    expect((await stranger.goto(publicPage))?.status()).toBe(404);
    await press(page, 'Опубликовать');
    expect(await main(page)).toContain('Мероприятие опубликовано.');
    await stranger.goto('/ru/seminars');
    expect(await main(stranger)).toContain(title);
    await stranger.goto(`${publicPage.replace('/ru/', '/kk/')}/programme`);
    for (const said of ['Отбасылық оқу практикумы', 'Түнгі ертегі', 'Воронова Елена']) expect(await main(stranger)).toContain(said);
  });

  it('with a colleague at the same time: who saves second sees what stands there now, loses nothing, and decides', async () => {
    const staff = await staffAs('coordinator');
    const { eventId } = await makeEvent(staff, { title: `Двое правят (${mark})`, zone: 'Asia/Almaty', sittings: [{ date: dayIn('Asia/Almaty', 20), starts: '10:00', ends: '12:00', talks: [{ title: 'Доклад', starts: '10:00', ends: '10:30' }] }] });
    const one = await web.visitAs('coordinator', { js });
    const other = await web.visitAs('network_admin', { js });
    for (const page of [one, other]) await page.goto(`/ru/manage/seminars/${eventId}/edit`);
    await fill(other, { 'title.ru': `Название коллеги (${mark})` });
    await press(other, 'Сохранить');
    await fill(one, { 'title.ru': `Моё название (${mark})`, 'description.ru': 'Долго писала.' });
    await press(one, 'Сохранить');
    expect(await one.locator('main .notice').first().innerText()).toContain(`Название коллеги (${mark})`);
    expect([await one.inputValue('[name="title.ru"]'), await one.inputValue('[name="description.ru"]')]).toEqual([`Моё название (${mark})`, 'Долго писала.']);
    if (js) await expectAccessible(one);
    await press(one, 'Сохранить');
    await expect.poll(() => one.locator('h1').innerText(), WAIT).toBe(`Моё название (${mark})`);

    // Places that are taken cannot be taken back by a smaller number.
    await registerAt(eventId, { name: 'Ахметова Дина' });
    await registerAt(eventId, { name: 'Сейітова Гүлнар' });
    await one.goto(`/ru/manage/seminars/${eventId}/edit`);
    await fill(one, { capacity: '1', 'summary.kk': 'Қысқаша' });
    await press(one, 'Сохранить');
    expect(await errorBeside(one, 'capacity')).toContain('Уже занято 2 места');
    expect([await one.inputValue('[name=capacity]'), await one.inputValue('[name="summary.kk"]')]).toEqual(['1', 'Қысқаша']);
  });

  it('and invites a speaker and a moderator by mail: opening the link does nothing, its button gives access to this event only', async () => {
    const staff = await staffAs('coordinator');
    const { eventId, roomIds } = await makeEvent(staff, { title: `Приглашения (${mark})`, zone: 'Asia/Almaty', sittings: [{ date: dayIn('Asia/Almaty', 20), starts: '10:00', ends: '12:00', talks: [{ title: 'Доклад приглашённой', starts: '10:00', ends: '10:30', speaker: 'Рябова Ирина' }] }] });
    const page = await web.visitAs('coordinator', { js });
    await page.goto(`/ru/manage/seminars/${eventId}/programme/sections/new`);
    await fill(page, { 'title.ru': 'Секция', person1: 'Лаптева Вера' });
    await press(page, 'Сохранить');

    for (const [name, role] of [
      ['Рябова Ирина', 'докладчик'],
      ['Лаптева Вера', 'модератор'],
    ] as const) {
      const email = `${role === 'модератор' ? 'lapteva' : 'ryabova'}.${mark}@example.kz`;
      await page.goto(`/ru/manage/seminars/${eventId}/contributors`);
      const row = () => page.locator('tbody tr', { hasText: name });
      expect(await row().getByRole('button').count()).toBe(0);
      await row().getByRole('link', { name }).click();
      await page.waitForURL(/contributors\/[0-9a-f-]{36}/);
      await fill(page, { email: 'ryabova@' });
      await press(page, 'Сохранить');
      expect(await errorBeside(page, 'email')).toContain('@');
      await fill(page, { email, post: 'методист' });
      await press(page, 'Сохранить');
      await press(page, `Пригласить: ${name}`);
      await expect.poll(() => main(page), WAIT).toContain('Приглашение отправлено.');
      expect(await row().innerText()).toContain('Приглашение отправлено');

      const guest = await web.visit({ js });
      const link = await linkInLetter(guest, email, 'приглашают');
      for (let i = 0; i < 2; i++) await guest.goto(link);
      expect(await main(guest)).toContain(role);
      await page.reload();
      expect(await row().innerText()).not.toContain('Приглашение принято');
      await guest.fill('[name=password]', 'коротко');
      await press(guest, 'Принять приглашение');
      expect(await guest.locator('.field-error').innerText()).not.toBe('');
      await guest.fill('[name=password]', 'длинный пароль для проверки');
      await press(guest, 'Принять приглашение');
      await guest.waitForURL(/my-day/);
      expect((await guest.goto(`/ru/manage/rooms/${roomIds[0]}`))?.status()).toBe(role === 'модератор' ? 200 : 404);
      expect((await guest.goto('/ru/manage/seminars'))?.status()).toBe(404);
      await page.goto(`/ru/manage/seminars/${eventId}/contributors`);
      expect(await row().innerText()).toContain('Приглашение принято');
      const again = await web.visit({ js });
      await again.goto(link);
      expect(await main(again)).toContain('Ссылка не открылась');
    }
  });
});

describe.each(modes(true))('a rehearsal (JavaScript: $js)', { timeout: 400_000 }, ({ js }) => {
  const mark = js ? 'js' : 'plain';

  it('is begun by a button, has its own clock, holds its mails where they can be read, and leaves no trace', async () => {
    const staff = await staffAs('coordinator');
    const title = `Репетируем (${mark})`;
    const date = dayIn('Asia/Almaty', 30);
    const { eventId } = await makeEvent(staff, { title, zone: 'Asia/Almaty', sittings: [{ date, starts: '10:00', ends: '12:00', talks: [{ title: 'Доклад', starts: '10:00', ends: '10:30' }] }] });
    const visitor = await web.visit({ js });
    const seen = async () => {
      const feed = await (await visitor.request.get('/ru/calendar.ics')).text();
      await visitor.goto('/ru/seminars');
      const list = await main(visitor);
      const managed = (await staff.get('/ru/manage/seminars/list.csv')).html;
      return { feed: feed.replace(/^DTSTAMP.*$/gm, ''), list, managed };
    };
    const before = await seen();

    const page = await web.visitAs('coordinator', { js });
    await page.goto(`/ru/manage/seminars/${eventId}`);
    await press(page, 'Начать репетицию');
    await page.waitForURL(/rehearsal$/);
    const rehearsal = /seminars\/([0-9a-f-]{36})\/rehearsal/.exec(page.url())?.[1] ?? '';
    expect(await page.locator('h1').innerText()).toBe('Репетиция');
    if (js) await expectAccessible(page);

    for (const [button, time] of [
      ['За 10 минут до начала', '09:50'],
      ['Через 5 минут после начала', '10:05'],
      ['Когда всё закончилось', '12:30'],
    ] as const) {
      await press(page, button);
      expect(await page.locator('[role=status]').first().innerText()).toContain(time);
    }
    await page.locator('summary', { hasText: 'Другое время' }).click();
    await page.fill('[name=date]', dayIn('Asia/Almaty', 10));
    await page.fill('[name=time]', '08:15');
    await press(page, 'Применить');
    expect(await page.locator('[role=status]').first().innerText()).toContain('08:15');

    // Somebody tries the form; her letter is held, and can be read by the organiser.
    const { email } = await registerAt(rehearsal, { name: 'Пробная Мария', email: `proba.${mark}@example.kz`, as: staff });
    await page.goto(`/ru/manage/seminars/${rehearsal}/rehearsal`);
    await page.getByRole('link', { name: 'Прочитать задержанные письма' }).click();
    await page.waitForURL(/outbox\?.*state=held/);
    await page.locator('tbody tr', { hasText: email }).getByRole('link').click();
    await page.waitForURL(/outbox\/[0-9a-f-]{36}/);
    expect(await page.locator('.letter').innerText()).toContain('Пробная Мария');
    await visitor.goto(`/ru/demo/mail?q=${email}`);
    expect(await visitor.locator('tbody tr').count()).toBe(0);

    expect(await seen()).toEqual(before);
    expect((await visitor.goto(`/ru/seminars/${rehearsal}`))?.status()).toBe(404);
    await page.goto(`/ru/seminars/${rehearsal}`);
    expect(await page.locator('meta[name=robots]').getAttribute('content')).toContain('noindex');

    await page.goto(`/ru/manage/seminars/${rehearsal}/rehearsal`);
    await page.getByRole('link', { name: 'Удалить репетицию', exact: true }).click();
    await page.waitForURL(/rehearsal\/remove$/);
    expect(await main(page)).toContain('нельзя отменить');
    await press(page, 'Удалить репетицию');
    expect(await main(page)).toContain('Репетиция удалена без следа.');
    expect((await page.goto(`/ru/seminars/${rehearsal}`))?.status()).toBe(404);
    await page.goto(`/ru/manage/settings/outbox?q=${email}`);
    expect(await page.locator('tbody tr').count()).toBe(0);
    expect(await seen()).toEqual(before);
  });
});
