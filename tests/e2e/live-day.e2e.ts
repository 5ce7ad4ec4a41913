import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';
import { dayIn, linkInLetter, makeEvent, press, registerAt, soonByDay, staffAs } from './seminar-steps.ts';

const web = browsing();
const WAIT = { timeout: 20_000 };
/** With plain spaces: numbers and units are held together by others. */
const main = async (page: Page) => (await page.locator('main').innerText()).replace(/[\u00a0\u202f]/g, ' ');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sheberlik-reports-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Opens a personal link on this device and goes on to the page of the sitting. */
async function enterRoom(page: Page, link: string, roomId: string): Promise<void> {
  await page.goto(link);
  await page.locator('main form button').click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
  await page.locator(`main a[href$="/rooms/${roomId}"]`).first().click();
  await page.waitForURL(/\/rooms\/.*as=/);
}

/** What is said about one's own presence: by the script, or in the frame that does without. */
async function presenceWords(page: Page, js: boolean): Promise<string> {
  return js ? page.locator('x-heartbeat').innerText() : page.frameLocator('iframe.here-frame').locator('body').innerText();
}

const HEAD = 'Имя (настоящее имя),Электронная почта пользователя,Время входа,Время выхода,Продолжительность (минуты),Гость';

describe.each(modes(true))('the day of a sitting (JavaScript: $js)', { timeout: 900_000 }, ({ js }) => {
  const mark = js ? 'js' : 'plain';

  it('from the first person in the room to minutes that show where they came from', async () => {
    const staff = await staffAs('coordinator');
    const { zone, date, at } = soonByDay(30);
    const title = `Заседание дня (${mark})`;
    const { eventId, roomIds } = await makeEvent(staff, { title, zone, sittings: [{ date, starts: at(0), ends: at(60), talks: [{ title: 'Первый доклад', starts: at(0), ends: at(30) }] }] });
    const roomId = roomIds[0] ?? '';
    const dina = await registerAt(eventId, { name: 'Ахметова Дина', country: 'KZ' });
    const irina = await registerAt(eventId, { name: 'Рябова Ирина', country: 'RU' });
    await registerAt(eventId, { name: 'Հակոբյան Անահիտ', country: 'AM' });
    const zhanar = await registerAt(eventId, { name: 'Сәтбаева Жанар', country: 'KZ' });

    // Links of the organiser: what is no link is told beside its row, the other rows stay.
    const desk = await web.visitAs('coordinator', { js });
    await desk.goto(`/ru/manage/rooms/${roomId}/streams`);
    await desk.fill('[name="streams.0.url"]', 'http://meet.example.kz/ru');
    await desk.fill('[name="streams.1.url"]', 'https://youtu.be/dQw4w9WgXcQ');
    await desk.selectOption('[name="streams.1.locale"]', 'kk');
    await press(desk, 'Сохранить');
    expect(await desk.locator('.field-error').innerText()).toContain('начиная с https://');
    expect(await desk.inputValue('[name="streams.1.url"]')).toBe('https://youtu.be/dQw4w9WgXcQ');
    await desk.fill('[name="streams.0.url"]', 'https://meet.example.kz/ru');
    await press(desk, 'Сохранить');
    await desk.waitForURL(/rooms\/[0-9a-f-]{36}$/);

    // The page of the sitting by language: one's own first; a video of another site only after a click.
    const one = await web.visit({ js, width: 390 });
    const dinasLink = await linkInLetter(one, dina.email, 'Вы зарегистрированы');
    await enterRoom(one, dinasLink, roomId);
    const links = one.locator('.stream a.btn');
    expect(await links.first().getAttribute('href')).toBe('https://meet.example.kz/ru');
    await one.goto(one.url().replace('/ru/', '/kk/'));
    expect(await one.locator('.stream iframe').count()).toBe(0);
    await one.route('https://www.youtube-nocookie.com/**', (route) => route.fulfill({ contentType: 'text/html', body: '<p>video</p>' }));
    await links.first().click();
    await one.waitForURL(/embed=/);
    expect(await one.locator('.stream iframe').getAttribute('src')).toContain('youtube-nocookie.com/embed/dQw4w9WgXcQ');
    await expectNoOverflow(one);
    await one.goto(one.url().replace('/kk/', '/ru/').replace(/[?&]embed=[^&#]*/, '').replace(/#.*/, ''));

    // The doors are open; the organiser begins, and sees who is there by country.
    await expect.poll(() => presenceWords(one, js), WAIT).toContain('Вы на месте.');
    await desk.goto(`/ru/manage/rooms/${roomId}`);
    await press(desk, 'Начать заседание');
    await one.reload();
    await expect.poll(() => presenceWords(one, js), WAIT).toContain('Ваше присутствие засчитывается.');
    const other = await web.visit({ js });
    const irinasLink = await linkInLetter(other, irina.email, 'Вы зарегистрированы');
    await enterRoom(other, irinasLink, roomId);
    await expect.poll(() => presenceWords(other, js), WAIT).toContain('Ваше присутствие засчитывается.');
    if (!js) {
      await press(one, 'Отметить, что я здесь');
      expect(await main(one)).toContain('Отмечено: вы здесь');
    }
    const figure = (key: string) => desk.locator(`[data-live="${key}"]`).first();
    await expect
      .poll(async () => {
        // With the script the numbers come by themselves; without it with the page.
        if (!js) await desk.reload();
        return [await figure('here').innerText(), await figure('here_KZ').innerText(), await figure('here_RU').innerText(), await figure('here_AM').innerText(), await figure('admitted').innerText()];
      }, WAIT)
      .toEqual(['2', '1', '1', '0', '4']);
    if (js) await expectAccessible(desk);
    await photograph(desk, `desk-${mark}`);

    // The same link on another device: it counts on one at a time.
    const second = await web.visit({ js });
    await enterRoom(second, dinasLink, roomId);
    expect(await main(second)).toContain('Ваше присутствие сейчас считается на другом устройстве');
    await press(second, 'Считать на этом устройстве');
    await expect.poll(() => presenceWords(second, js), WAIT).toContain('Ваше присутствие засчитывается.');
    await one.reload();
    expect(await main(one)).toContain('Ваше присутствие сейчас считается на другом устройстве');

    // A code that was read aloud.
    await press(desk, 'Объявить следующий код');
    const digits = (await desk.locator('.digits').innerText()).replace(/\D/g, '');
    expect(digits).toHaveLength(6);
    const wrong = digits === '111111' ? '222222' : '111111';
    await other.reload();
    await other.fill('[name=code]', '12');
    await press(other, 'Ввести код');
    expect(await other.locator('.field-error').innerText()).toContain('Код состоит из шести цифр.');
    for (let i = 1; i <= 10; i++) {
      await other.fill('[name=code]', wrong);
      await press(other, 'Ввести код');
      expect(await other.locator('.field-error').innerText()).toContain(i < 5 ? `Код не совпал. Остал${i === 4 ? 'ась' : 'ось'} ${5 - i} ` : i === 5 ? 'Попыток для этого кода не осталось' : 'Все пять попыток');
      expect(await other.inputValue('[name=code]')).toBe(wrong);
    }
    await other.fill('[name=code]', digits);
    await press(other, 'Ввести код');
    expect(await other.locator('.field-error').innerText()).toContain('Все пять попыток');
    await second.reload();
    await second.fill('[name=code]', ` ${digits.slice(0, 3)} ${digits.slice(3)} `);
    await press(second, 'Ввести код');
    await second.waitForURL(/entered=1/);
    expect(await main(second)).toContain('Код 1 принят');
    if (js) await expectAccessible(second);

    // It began earlier than the button was pressed: set by hand, with a reason.
    await desk.goto(`/ru/manage/rooms/${roomId}/times`);
    await desk.fill('[name=start]', at(-55));
    await desk.fill('[name=reason]', '');
    await press(desk, 'Сохранить');
    expect(await desk.locator('.field-error').innerText()).toContain('Коротко напишите причину.');
    expect((await desk.inputValue('[name=start]')).slice(0, 5)).toBe(at(-55));
    await desk.fill('[name=reason]', 'Забыли отметить начало.');
    await press(desk, 'Сохранить');
    await desk.waitForURL(/rooms\/[0-9a-f-]{36}$/);
    expect(await main(desk)).toContain(at(-55));

    // One person's minutes are put right, with the reason beside them.
    const openPerson = async (name: string) => {
      await desk.goto(`/ru/manage/rooms/${roomId}`);
      await desk.locator('#people tbody').getByRole('link', { name }).click();
      await desk.waitForURL(/attendees\//);
    };
    await openPerson('Ахметова Дина');
    await desk.locator('[name=kind][value=add]').check();
    await desk.fill('[name=from]', at(-55));
    await desk.fill('[name=to]', at(-35));
    await press(desk, 'Сохранить исправление');
    expect(await desk.locator('.field-error').innerText()).toContain('Коротко напишите причину.');
    expect(await desk.inputValue('[name=to]')).toBe(at(-35));
    await desk.fill('[name=reason]', 'Пропал интернет, слушала по телефону.');
    await press(desk, 'Сохранить исправление');
    await desk.waitForURL(/saved=yes/);

    // The report of Zoom, after the end.
    await desk.goto(`/ru/manage/rooms/${roomId}`);
    await press(desk, 'Завершить заседание');
    await desk.goto(`/ru/manage/rooms/${roomId}/imports`);
    const upload = async (name: string, buffer: Buffer) => {
      // Megabytes go to the browser by way of a file.
      const path = join(folder, name);
      writeFileSync(path, buffer);
      await desk.setInputFiles('[name=file]', path);
      await press(desk, 'Загрузить отчёт');
    };
    for (const [name, buffer, sentence] of [
      ['отчёт.xlsx', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(200, 7)]), 'Это книга Excel'],
      ['отчёт.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from([0, 1, 2, 0xff, 0xfe, 0])]), 'Выберите файл в формате CSV'],
      ['список.csv', Buffer.from('ФИО,Должность\nАхметова,методист\n'), 'Это не отчёт Zoom об участниках'],
      ['большой.csv', Buffer.alloc(5_100_000, 'a,b\n'), 'Файл больше 5 МБ'],
      // Larger than the server takes at all: answered before it was read.
      ['огромный.csv', Buffer.alloc(9_000_000, 'a,b\n'), 'Файл больше 5 МБ'],
    ] as const) {
      await upload(name, buffer);
      expect(await desk.locator('.field-error').first().innerText(), name).toContain(sentence);
    }
    await desk.goto(`/ru/manage/rooms/${roomId}/imports`);
    if (js) await expectAccessible(desk);
    const day = date.split('-').reverse().join('.');
    const rows: [string, string, number, number][] = [
      ['Zhanar S.', zhanar.email, -50, -42],
      ['Anahit Hakobyan', '', -50, -40],
      ['Рябова', '', -52, -45],
      ['iPhone', '', -52, -45],
    ];
    const csv = [HEAD, ...rows.map(([name, email, from, to]) => `"${name}",${email},${day} ${at(from)}:00,${day} ${at(to)}:00,${to - from},Да`)].join('\r\n');
    await upload('participants.csv', js ? Buffer.from(`\uFEFF${csv}\r\n`) : Buffer.from(`\uFEFF${csv}\r\n`, 'utf16le'));
    await desk.waitForURL(/imports\/[0-9a-f-]{36}/);
    const report = desk.url();
    expect(await main(desk)).toContain('2 человека ждут решения');
    if (js) await expectAccessible(desk);
    await desk.goto(`${report}?show=matched`);
    const matched = await main(desk);
    expect(matched).toMatch(/Zhanar S\.[\s\S]*Сәтбаева Жанар/);
    expect(matched).toMatch(/Anahit Hakobyan[\s\S]*Հակոբյան Անահիտ/);

    await desk.goto(report);
    await desk.locator('.report-person', { hasText: 'Рябова' }).getByRole('link', { name: 'Найти другого участника' }).click();
    await desk.waitForURL(/people\//);
    await desk.fill('main [name=q]', 'рябова');
    await desk.press('main [name=q]', 'Enter');
    await desk.waitForURL(/q=/);
    await press(desk, 'Подтвердить');
    expect(await desk.locator('.field-error').innerText()).not.toBe('');
    await desk.getByLabel(/Рябова Ирина/).check();
    await press(desk, 'Подтвердить');
    await desk.waitForURL(/imports\/[0-9a-f-]{36}$/);
    await desk.locator('.report-person', { hasText: 'iPhone' }).getByLabel('Не считать').check();
    await press(desk, 'Сохранить решения');
    await press(desk, 'Засчитать отчёт');
    await expect.poll(() => main(desk), WAIT).toContain('Отчёт засчитан');
    await desk.goto(`/ru/manage/rooms/${roomId}/imports`);
    await upload('participants.csv', js ? Buffer.from(`\uFEFF${csv}\r\n`) : Buffer.from(`\uFEFF${csv}\r\n`, 'utf16le'));
    expect(await desk.locator('.field-error').first().innerText()).toContain('Этот самый файл уже загружен');

    // Every figure shows what it came from.
    await openPerson('Հակոբյան Անահիտ');
    expect(await main(desk)).toMatch(/10 из 2\d[\s\S]*Отчёт Zoom[\s\S]*participants\.csv/);
    await openPerson('Ахметова Дина');
    const story = await main(desk);
    expect(story).toMatch(/2\d из 2\d/);
    for (const said of ['Страница была открыта', 'Введён код', 'Исправление: время добавлено', 'Пропал интернет, слушала по телефону.', 'Айгүл Жұмабекова', ...(js ? [] : ['Кнопка «я здесь»'])]) expect(story).toContain(said);
    expect(new Set([...story.matchAll(/Устройство: (\S+)/g)].map(([, device]) => device)).size).toBe(2);
    await photograph(desk, `presence-${mark}`);
    await second.reload();
    expect(await main(second)).toContain('Завершено');
    for (const format of ['csv', 'xlsx']) expect((await desk.request.get(`/ru/manage/rooms/${roomId}/presence.${format}`)).status()).toBe(200);
  });
});

describe('a rehearsal of the day', () => {
  it('lets one practise with the letters that were held: the doors, the begin, a code that is over after ten minutes', { timeout: 400_000 }, async () => {
    const staff = await staffAs('coordinator');
    const date = dayIn('Asia/Almaty', 25);
    const { eventId } = await makeEvent(staff, { title: 'Репетиция дня', zone: 'Asia/Almaty', sittings: [{ date, starts: '10:00', ends: '12:00', talks: [{ title: 'Доклад', starts: '10:00', ends: '10:30' }] }] });
    const desk = await web.visitAs('coordinator');
    await desk.goto(`/ru/manage/seminars/${eventId}`);
    await press(desk, 'Начать репетицию');
    const rehearsal = desk.url().replace(/#.*/, '');
    await press(desk, 'За 10 минут до начала');
    const overview = rehearsal.replace(/\/rehearsal$/, '');
    await desk.goto('/ru/manage/settings/outbox?state=held&q=participant3');
    await desk.locator('tbody a').first().click();
    await desk.waitForURL(/outbox\/[0-9a-f-]{36}/);
    const link = (await desk.locator('.letter a[href*="/l/"]').first().getAttribute('href')) ?? '';
    await desk.goto(overview);
    const room = (await desk.locator('main a[href*="/manage/rooms/"]').first().getAttribute('href')) ?? '';
    const roomId = room.split('/').at(-1) ?? '';

    const guest = await web.visit();
    await enterRoom(guest, link.replace(/\/(kk|ru|en|ky|be|hy)\//, '/ru/'), roomId);
    await desk.goto(rehearsal);
    await press(desk, 'Через 5 минут после начала');
    await desk.goto(room);
    await press(desk, 'Начать заседание');
    await guest.reload();
    await expect.poll(() => presenceWords(guest, true), WAIT).toContain('Ваше присутствие засчитывается.');
    await press(desk, 'Объявить следующий код');
    const digits = (await desk.locator('.digits').innerText()).replace(/\D/g, '');
    await guest.reload();
    await guest.fill('[name=code]', digits);
    await desk.goto(rehearsal);
    await desk.locator('summary', { hasText: 'Другое время' }).click();
    await desk.fill('[name=date]', date);
    await desk.fill('[name=time]', '10:20');
    await press(desk, 'Применить');
    await press(guest, 'Ввести код');
    expect(await guest.locator('.field-error').innerText()).toContain('Время кода истекло');
    await desk.goto(`${rehearsal}/remove`);
    await press(desk, 'Удалить репетицию');
    await expect.poll(() => main(desk), WAIT).toContain('Репетиция удалена без следа.');
    expect((await guest.reload())?.status()).toBe(404);
  });
});
