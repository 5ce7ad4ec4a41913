import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import ICAL from 'ical.js';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, photograph } from './browser.ts';
import { dayIn, lastSunday, makeEvent, staffAs } from './seminar-steps.ts';

const web = browsing();
/** With plain spaces: numbers and units are held together by others. */
const main = async (page: Page) => (await page.locator('main').innerText()).replace(/[\u00a0\u202f]/g, ' ');

const sunday = lastSunday(3);
const saturday = Temporal.PlainDate.from(sunday).subtract({ days: 1 }).toString();
let berlin = '';
let kolkata = '';

beforeAll(async () => {
  const staff = await staffAs('coordinator');
  // The evening before clocks in Europe are put forward, and the morning after.
  ({ eventId: berlin } = await makeEvent(staff, {
    title: 'Ночь перед переводом часов',
    zone: 'Europe/Berlin',
    values: { 'title.kk': 'Сағат тілін жылжытар түн', 'title.en': 'The night before the clocks change', 'summary.kk': 'Қысқаша мәтін.', 'aim.ru': 'Договориться о времени.', capacity: '30', contactName: 'Тайная Мария', contactEmail: 'secret.person@example.kz' },
    sittings: [
      { date: saturday, starts: '22:00', ends: '23:30', title: 'Вечер', talks: [{ title: 'Доклад вечером', starts: '22:00', ends: '22:40', speaker: 'Осипова Вера' }] },
      { date: sunday, starts: '10:00', ends: '11:00', title: 'Утро', talks: [{ title: 'Доклад утром', starts: '10:00', ends: '10:40', speaker: 'Гусева Ольга' }] },
    ],
  }));
  ({ eventId: kolkata } = await makeEvent(staff, { title: 'Полчаса в часах', zone: 'Asia/Kolkata', sittings: [{ date: dayIn('Asia/Kolkata', 15), starts: '10:15', ends: '11:15', talks: [{ title: 'Доклад', starts: '10:15', ends: '10:45' }] }] }));
});

/** The day, the reader's time and what stands under it, of one talk. */
async function talkLine(page: Page, title: string) {
  const line = page.locator('ol.day > li', { hasText: title });
  const day = await line.evaluate((element) => {
    let before = element.closest('ol') as Element | null;
    while (before && !before.matches('h2.day-title')) before = before.previousElementSibling;
    return before?.textContent ?? '';
  });
  return { day, time: await line.locator('time').innerText(), under: await line.locator('.host').allInnerTexts() };
}

describe.each([{ js: true }, { js: false }])('what everybody sees of an event (JavaScript: $js)', ({ js }) => {
  it('is an announcement that search engines understand, under a policy that lets no foreign script in', async () => {
    const page = await web.visit({ js });
    const answer = await page.goto(`/ru/seminars/${berlin}`);
    expect(answer?.headers()['content-security-policy']).toMatch(/script-src 'self'(?!.*unsafe)/);
    const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '') as Record<string, unknown>;
    const link = `${web.address}/ru/seminars/${berlin}`;
    expect(data).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'Event',
      name: 'Ночь перед переводом часов',
      description: 'Для сквозной проверки.',
      startDate: `${saturday}T21:00:00.000Z`,
      endDate: `${sunday}T09:00:00.000Z`,
      eventStatus: 'https://schema.org/EventScheduled',
      eventAttendanceMode: 'https://schema.org/OnlineEventAttendanceMode',
      location: { '@type': 'VirtualLocation', url: link },
      organizer: { '@type': 'Organization', name: 'Областной научно-методический центр (пример)' },
      maximumAttendeeCapacity: 30,
      remainingAttendeeCapacity: 30,
      potentialAction: { '@type': 'RegisterAction', target: `${link}/register` },
    });
    for (const said of ['Осталось 30 мест', 'Тайная Мария', 'не менее 85 % минут заседаний']) expect(await main(page)).toContain(said);
  });

  it('says whose time it is in words, for any zone: over midnight, half hours, and on both sides of a change of clocks', async () => {
    const page = await web.visit({ js });
    await page.goto(`/ru/seminars/${berlin}/programme?country=KZ`);
    expect(await main(page)).toMatch(/Ваше время: Алматы, UTC\+5[\s\S]*Время организатора: Берлин, UTC\+1/);
    const nextDay = (await talkLine(page, 'Доклад вечером')).day;
    expect(nextDay).toContain(String(Number(sunday.slice(8))));
    expect(await talkLine(page, 'Доклад вечером')).toMatchObject({ time: '02:00–02:40', under: [expect.stringMatching(/^Берлин: .*22:00/)] });
    expect(await talkLine(page, 'Доклад утром')).toMatchObject({ time: '13:00–13:40', under: ['Берлин: 10:00'] });

    // Any zone can be picked; without a script the country leads to it.
    if (js) {
      await page.locator('x-zone select').selectOption('Asia/Kabul');
      await page.locator('x-zone button', { hasText: 'Применить' }).click();
    } else await page.goto(`/ru/seminars/${berlin}/programme?tz=Asia/Kabul`);
    await page.waitForURL(/tz=Asia/);
    expect(await main(page)).toContain('Ваше время: Кабул, UTC+4:30');
    expect(await talkLine(page, 'Доклад вечером')).toMatchObject({ time: '01:30–02:10' });
    await page.getByRole('link', { name: 'Армения', exact: true }).click();
    await page.waitForURL(/country=AM/);
    expect(await talkLine(page, 'Доклад вечером')).toMatchObject({ time: '01:00–01:40' });
    if (js) await expectAccessible(page);
    await expectNoOverflow(page);
    // The choice is remembered on the other pages.
    await page.goto(`/ru/seminars/${berlin}`);
    expect(await main(page)).toMatch(/Ваше время: Ереван, UTC\+4/);
    await page.goto(`/ru/seminars/${berlin}/speakers`);
    expect(await main(page)).toMatch(/Осипова Вера[\s\S]*Доклад вечером[\s\S]*01:00/);

    // A host whose clocks stand at the half hour.
    await page.goto(`/ru/seminars/${kolkata}/programme?tz=Europe/Minsk`);
    expect(await main(page)).toMatch(/Ваше время: Минск, UTC\+3[\s\S]*UTC\+5:30/);
    expect(await talkLine(page, 'Доклад')).toMatchObject({ time: '07:45–08:15', under: [expect.stringContaining('10:15')] });
    // In the host's own zone the time is said once.
    await page.goto(`/ru/seminars/${kolkata}/programme?tz=Asia/Kolkata`);
    expect(await talkLine(page, 'Доклад')).toMatchObject({ time: '10:15–10:45', under: [] });
    await photograph(page, `programme-zones-${js ? 'js' : 'plain'}`);
  });

  it('keeps the page when the language is changed, in each of six', async () => {
    const page = await web.visit({ js });
    await page.goto(`/ru/seminars/${berlin}/programme?tz=Asia/Tokyo`);
    for (const [locale, own, title, word] of [
      ['kk', 'Қазақша', 'Сағат тілін жылжытар түн', 'Бағдарлама'],
      ['en', 'English', 'The night before the clocks change', 'Programme'],
      ['ky', 'Кыргызча', 'Ночь перед переводом часов', 'Программа'],
      ['be', 'Беларуская', 'Ночь перед переводом часов', 'Праграма'],
      ['hy', 'Հայերեն', 'Ночь перед переводом часов', 'Ծրագիր'],
      ['ru', 'Русский', 'Ночь перед переводом часов', 'Программа'],
    ] as const) {
      const link = page.locator('header a[hreflang]', { hasText: own }).first();
      await link.evaluate((element) => element.closest('details')?.setAttribute('open', ''));
      await link.click();
      await page.waitForURL(`**/${locale}/seminars/${berlin}/programme?tz=Asia/Tokyo`);
      expect(await page.locator('html').getAttribute('lang')).toBe(locale);
      expect(await page.locator('h1').innerText()).toBe(title);
      expect(await page.locator('nav [aria-current=page]', { hasText: word }).count()).toBeGreaterThan(0);
      expect(await talkLine(page, 'Доклад вечером')).toMatchObject({ time: '06:00–06:40' });
      // Words that are missing in the reader's language say which language they are in.
      if (title.startsWith('Ночь') && locale !== 'ru') expect(await page.locator('h1').getAttribute('lang')).toBe('ru');
      if (js) await expectNoOverflow(page);
    }
  });
});

/** Presses Tab until the focus stands on what is called so; what a mouse would never miss, a keyboard must reach. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      const label = element?.id ? document.querySelector(`label[for="${element.id}"]`)?.textContent : '';
      return `${label ?? ''} ${element?.textContent ?? ''}`.trim();
    });
    if (here.includes(name)) return;
  }
  throw new Error(`the keyboard does not reach "${name}" on ${page.url()}`);
}

describe('by keyboard alone', () => {
  it('one gets from the list of events to a registration, every focus seen', { timeout: 400_000 }, async () => {
    const page = await web.visit();
    const go = async (address: RegExp) => {
      await page.keyboard.press('Enter');
      await page.waitForURL(address);
    };
    // Other tests announce events too: only the one sought is on the list.
    await page.goto(`/ru/seminars?q=${encodeURIComponent('Ночь')}`);
    await tabTo(page, 'Перейти к содержанию');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Ночь перед переводом часов');
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
    expect(outline).not.toBe('none');
    await go(/seminars\/[0-9a-f-]{36}$/);
    await tabTo(page, 'Зарегистрироваться');
    await go(/register$/);
    await tabTo(page, 'Армения');
    await go(/step=person/);
    await tabTo(page, 'Фамилия, имя, отчество');
    await page.keyboard.type('Հակոբյան Լիլիթ');
    await go(/register/);
    // The summary of errors takes the focus: its link leads to the field.
    await expect.poll(() => page.evaluate(() => document.activeElement?.className), { timeout: 20_000 }).toContain('summary');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('email');
    await page.keyboard.type('lilit@example.am');
    await go(/step=work/);
    await tabTo(page, 'Организация');
    await page.keyboard.type('Մարզային գրադարան');
    await go(/step=notice/);
    await tabTo(page, 'соглас');
    await page.keyboard.press('Space');
    await go(/step=check/);
    await tabTo(page, 'Зарегистрироваться');
    await go(/\/done/);
    expect(await main(page)).toContain('Вы зарегистрированы');
  });
});

const entriesOf = (text: string) => new ICAL.Component(ICAL.parse(text) as never).getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));

describe('calendars', () => {
  it('are a file of the event and a feed of the network, at the right instants and without personal data', async () => {
    const page = await web.visit();
    const file = await page.request.get(`/ru/seminars/${berlin}/calendar.ics`);
    expect(file.headers()['content-type']).toBe('text/calendar; charset=utf-8');
    const text = await file.text();
    const entries = entriesOf(text);
    expect(entries.map((entry) => [entry.summary, entry.startDate.toJSDate().toISOString(), entry.endDate.toJSDate().toISOString()])).toEqual([
      ['Ночь перед переводом часов · Вечер', `${saturday}T21:00:00.000Z`, `${saturday}T22:30:00.000Z`],
      ['Ночь перед переводом часов · Утро', `${sunday}T08:00:00.000Z`, `${sunday}T09:00:00.000Z`],
    ]);
    const feed = await (await page.request.get('/ru/calendar.ics')).text();
    const uids = entriesOf(feed).map((entry) => entry.uid);
    expect(new Set(uids).size).toBe(uids.length);
    for (const entry of entries) expect(uids).toContain(entry.uid);
    for (const calendar of [text, feed]) {
      const unfolded = calendar.replace(/\r\n[ \t]/g, '');
      for (const personal of ['Тайная', 'secret.person', 'ATTENDEE', 'ORGANIZER', 'Осипова', 'example.kz', 'mailto:']) expect(unfolded).not.toContain(personal);
    }
  });

  it('and pages and papers answer that nothing has changed', async () => {
    const page = await web.visit();
    for (const path of [`/ru/seminars/${berlin}`, `/ru/seminars/${berlin}/programme`, `/ru/seminars/${berlin}/calendar.ics`, '/ru/calendar.ics', `/ru/seminars/${berlin}/letter.pdf`, `/kk/seminars/${berlin}/programme.pdf`]) {
      const first = await page.request.get(path);
      const etag = first.headers()['etag'] ?? '';
      expect([path, first.status(), etag !== '']).toEqual([path, 200, true]);
      const again = await page.request.get(path, { headers: { 'if-none-match': etag } });
      expect([path, again.status(), (await again.body()).length]).toEqual([path, 304, 0]);
    }
  });
});

/** Everything readable in the file without a reader of PDF: its plain parts and the streams unpacked. */
function unpacked(pdf: Buffer): string {
  const parts = [pdf.toString('latin1')];
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 7)) {
    const end = pdf.indexOf('endstream', at);
    try {
      parts.push(inflateSync(pdf.subarray(at + 7, end)).toString('latin1'));
    } catch {
      // Not packed, or a picture.
    }
  }
  return parts.join('\n');
}

/** The words of the paper, as poppler reads them; null where somebody has said that the machine has none (see render.test.ts). */
function wordsOf(pdf: Buffer): string | null {
  if (process.env['SHEBERLIK_NO_POPPLER'] === '1') return null;
  const folder = mkdtempSync(join(tmpdir(), 'sheberlik-paper-'));
  try {
    writeFileSync(join(folder, 'paper.pdf'), pdf);
    const run = spawnSync('pdftotext', ['-raw', join(folder, 'paper.pdf'), '-']);
    if (run.error) throw new Error('pdftotext is needed to read the papers: install poppler-utils, or set SHEBERLIK_NO_POPPLER=1');
    return run.stdout.toString().replace(/\s+/g, ' ');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.each([
  ['kk', 'Сағат тілін жылжытар түн', 'Ақпараттық хат'],
  ['ru', 'Ночь перед переводом часов', 'Информационное письмо'],
  ['en', 'The night before the clocks change', 'Information letter'],
])('papers in %s', { timeout: 120_000 }, (locale, title, kind) => {
  it('are a letter and a programme to print: tagged, told their language, with their title and times', async () => {
    const page = await web.visit();
    await page.goto(`/${locale}/seminars/${berlin}`);
    for (const paper of ['letter', 'programme']) {
      const href = (await page.locator(`main a[href*="${paper}.pdf"]`).first().getAttribute('href')) ?? '';
      const answer = await page.request.get(href);
      expect([answer.status(), answer.headers()['content-type']]).toEqual([200, 'application/pdf']);
      const body = await answer.body();
      const inside = unpacked(body);
      expect(inside).toMatch(/\/Marked true/);
      expect(inside).toContain(`/Lang (${locale})`);
      expect(inside).toContain('<pdfuaid:part>1</pdfuaid:part>');
      expect(inside).toContain(Buffer.from(title).toString('latin1'));
      const words = wordsOf(body);
      if (words !== null) {
        for (const said of [title, '22:00', ...(paper === 'letter' ? [kind] : [])]) expect(words.toLowerCase()).toContain(said.toLowerCase());
      }
    }
  });
});
