import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn, type ChildProcess } from 'node:child_process';
import { simpleParser } from 'mailparser';
import type { Page } from 'playwright-core';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZONES } from '#lib/i18n/index.ts';
import { toXlsx } from '#server/platform/tabular/export.ts';
import { readWorkbook } from '#server/testing/workbook.ts';
import { browsing, modes, photograph } from './browser.ts';
import { contacts, contactsFile, corrected, DOUBTED, libraries, LIBRARIES, people, PEOPLE, staff, TWICE, WRONG_LIBRARY, WRONG_PEOPLE } from './first-hour-lists.ts';

/** From an empty installation to heads who sign in: what a methodist does in her first hour with the spreadsheets she has. */
const web = browsing();
let child: ChildProcess | undefined;
let dataDir = '';
let post: SMTPServer | undefined;
const mails: { to: string; text: string }[] = [];

beforeEach(async () => {
  mails.length = 0;
  post = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        simpleParser(Buffer.concat(chunks)).then((mail) => {
          mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', text: mail.text ?? '' });
          done();
        }, done);
      });
    },
  });
  await new Promise<void>((resolve) => post?.listen(0, '127.0.0.1', resolve));
});

async function startEmpty(): Promise<string> {
  dataDir = await mkdtemp(join(tmpdir(), 'sheberlik-hour-'));
  const address = post?.server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  child = spawn(process.execPath, ['src/main.ts', '--port', '0', '--data', dataDir], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, SHEBERLIK_LOG_LEVEL: 'warn', SHEBERLIK_SMTP_URL: `smtp://127.0.0.1:${port}` } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await expect.poll(() => /http:\/\/\S+first-run\?token=\S+/.test(output) || child?.exitCode !== null, { timeout: 90_000 }).toBe(true);
  const found = /http:\/\/\S+first-run\?token=\S+/.exec(output);
  if (!found) throw new Error(`no address on the console:\n${output}`);
  return found[0];
}

afterEach(async () => {
  child?.kill('SIGTERM');
  await new Promise((resolve) => (child && child.exitCode === null ? child.once('exit', resolve) : resolve(null)));
  await new Promise<void>((resolve) => (post ? post.close(resolve) : resolve()));
  await rm(dataDir, { recursive: true, force: true });
});

const said = (page: Page) => page.locator('main').innerText().then((text) => text.replaceAll('\u00a0', ' '));
const press = (page: Page, name: string) => page.getByRole('button', { name }).first().click();
/** A page that the worker changes: asked until it says so. */
async function until(page: Page, address: string, word: string): Promise<void> {
  await expect.poll(async () => (await page.goto(address), said(page)), { timeout: 60_000, interval: 500 }).toContain(word);
}
/** The figures at the head of a list that was checked. */
async function counts(page: Page): Promise<Record<string, number>> {
  const lines = await page.locator('main .figures > *').allInnerTexts();
  return Object.fromEntries(lines.map((line) => line.split(/\n+/).map((part) => part.trim()).filter(Boolean)).map(([one = '', two = '']) => (/^\d/.test(one) ? [two, Number(one)] : [one, Number(two)])));
}

async function bring(page: Page, at: string, file: { name: string; bytes: Uint8Array } | string): Promise<string> {
  await page.goto(`${at}/ru/manage/imports/new`);
  if (typeof file === 'string') await page.fill('[name=text]', file);
  else await page.setInputFiles('[name=file]', { name: file.name, mimeType: 'application/octet-stream', buffer: Buffer.from(file.bytes) });
  await press(page, 'Прочитать');
  await page.waitForURL(/columns/);
  return page.url().replace(/\/columns.*/, '');
}

async function check(page: Page, list: string): Promise<Record<string, number>> {
  await press(page, 'Проверить строки');
  await page.waitForURL(/imports\/[0-9a-f-]{36}(\?|$)/);
  await until(page, list, 'Готово к загрузке');
  return counts(page);
}

async function write(page: Page, list: string, how: 'all' | 'good'): Promise<void> {
  await page.locator(`input[name=how][value=${how}]`).check();
  await press(page, 'Записать в реестр');
  await page.waitForLoadState();
  await until(page, list, 'Список внесён в реестр');
}

/** The file of wrong rows, without the column that says why. */
async function wrongRows(page: Page, list: string): Promise<string[][]> {
  const answer = await page.request.get(`${list}/wrong.xlsx`);
  const [sheet = []] = readWorkbook(await answer.body()).values();
  expect(sheet[0]?.[0]).toBe('Что исправить');
  return sheet;
}
const asXlsx = (rows: readonly (readonly string[])[]) => toXlsx({ title: 'x', columns: (rows[0] ?? []).map((title) => ({ title })), rows: rows.slice(1).map((row) => [...row]) });

/** A zone in which it is day now: invitations keep to quiet hours, and this test runs at any. */
function daytime(): string {
  const hour = (timeZone: string) => Number(new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(new Date()));
  return ZONES.find(({ zone }) => hour(zone) >= 9 && hour(zone) < 19)?.zone ?? 'Asia/Almaty';
}

async function firstRun(page: Page, address: string): Promise<string> {
  await page.goto(address.replace('/en/', '/ru/'));
  for (const [name, value] of Object.entries({ name: 'Айгүл Жұмабекова', email: 'aigul@kitaphana.example', password: 'бірнеше сөзден тұратын құпия', network_name: 'Библиотеки области', slug: 'pavlodar', organisation_name: 'Областной методический центр', code: 'pvl', data_location: 'Сервер в Павлодаре' })) await page.fill(`[name=${name}]`, value);
  await page.selectOption('[name=country]', 'KZ');
  await page.selectOption('[name=time_zone]', daytime());
  await page.click('main form button');
  await page.waitForURL(/my-day$/);
  return new URL(address).origin;
}

describe.each(modes(false))('the first hour (JavaScript: $js)', ({ js }) => {
  it('leads from an empty installation over three spreadsheets to a clean registry and heads who sign in', async () => {
    const begun = performance.now();
    const page = await web.visit({ js });
    const at = await firstRun(page, await startEmpty());

    // Sixty libraries; one names a parent that is not there, and one column is nothing we know.
    let list = await bring(page, at, { name: 'Библиотеки.xlsx', bytes: await libraries() });
    expect(await said(page)).toContain('Не распознан 1 столбец');
    expect(await said(page)).toContain('G · Инвентарный шифр');
    expect(await check(page, list)).toMatchObject({ 'Новая запись': LIBRARIES - 1, 'Есть ошибка': 1 });
    await write(page, list, 'good');
    const wrong = await wrongRows(page, list);
    expect(wrong).toHaveLength(2);
    list = await bring(page, at, { name: 'Исправлено.xlsx', bytes: await asXlsx(wrong.map((row, index) => (index === 0 ? row : row.map((cell) => (cell === WRONG_LIBRARY.parent ? WRONG_LIBRARY.right : cell))))) });
    expect(await check(page, list)).toMatchObject({ 'Новая запись': 1, 'Есть ошибка': 0 });
    await write(page, list, 'all');

    // The staff: problems are shown with their column, the good rows go in, the wrong ones come back corrected.
    list = await bring(page, at, { name: 'Штат.xlsx', bytes: staff() });
    expect(await check(page, list)).toMatchObject({ 'Новая запись': PEOPLE + 1 - WRONG_PEOPLE, 'Есть ошибка': WRONG_PEOPLE });
    await photograph(page, `first-hour/checked-${js}`);
    const problems = await said(page);
    for (const words of ['C · Дата рождения: 4 ошибки', 'D · Библиотека: 4 ошибки', 'E · Должность: 2 ошибки', 'F · Ставка: 2 ошибки', 'Не загружаются строки: итоги 1']) expect(problems).toContain(words);
    await write(page, list, 'good');
    const [heading = [], ...rows] = await wrongRows(page, list);
    const column = (name: string) => heading.indexOf(name);
    const columns = { name: column('ФИО'), birth: column('Дата рождения'), library: column('Библиотека'), position: column('Должность'), rate: column('Ставка') };
    list = await bring(page, at, { name: 'Исправлено.xlsx', bytes: await asXlsx([heading, ...rows.map((row) => corrected(row, columns))]) });
    expect(await check(page, list)).toMatchObject({ 'Новая запись': WRONG_PEOPLE, 'Есть ошибка': 0 });
    await write(page, list, 'all');

    // One person stands in the registry twice.
    await page.goto(`${at}/ru/people/duplicates`);
    const pair = page.locator('tbody tr', { hasText: TWICE.name });
    await pair.getByRole('link', { name: 'Сравнить' }).click();
    await page.waitForURL(/merge/);
    await photograph(page, `first-hour/merge-${js}`);
    await press(page, 'Объединить записи');
    await page.waitForURL(/people/);

    // Addresses of the heads, out of an old Excel: some are a question, which is answered for all at once.
    list = await bring(page, at, { name: 'Заведующие.csv', bytes: contactsFile() });
    expect(await check(page, list)).toMatchObject({ Изменится: LIBRARIES - DOUBTED, 'Укажите, кто это': DOUBTED, 'Новая запись': 0, 'Есть ошибка': 0 });
    await photograph(page, `first-hour/undecided-${js}`);
    await page.locator('button[name=rest][value=likeliest]').click();
    await page.waitForLoadState();
    await page.goto(list);
    await write(page, list, 'all');
    list = await bring(page, at, contacts.map((row) => row.join('\t')).join('\n'));
    expect(await check(page, list)).toMatchObject({ 'Без изменений': LIBRARIES, Изменится: 0, 'Новая запись': 0, 'Укажите, кто это': 0 });

    // The registry holds everybody once, and each library its head.
    await page.goto(`${at}/ru/people`);
    expect(await page.locator('main').innerText()).toContain(String(PEOPLE));
    const exported = readWorkbook(await (await page.request.get(`${at}/ru/people/list.xlsx`)).body());
    const [sheet = []] = exported.values();
    expect(sheet).toHaveLength(PEOPLE + 1);
    expect(new Set(sheet.slice(1).map(([name]) => name)).size).toBe(PEOPLE);

    // A mail to every head, and to nobody else.
    await page.goto(`${at}/ru/people/invite`);
    await press(page, `${LIBRARIES}`);
    await page.waitForURL(/done=invited/);
    await expect.poll(() => mails.length, { timeout: 60_000, interval: 300 }).toBe(LIBRARIES);
    expect(mails.map(({ to }) => to).toSorted()).toEqual(people.slice(0, LIBRARIES).map(({ email }) => email).toSorted());

    for (const head of [people[4]!, people[58]!]) {
      const link = /https?:\/\/\S+\/l\/\S+/.exec(mails.find(({ to }) => to === head.email)?.text ?? '')?.[0] ?? '';
      const hers = await web.visit({ js, width: 390 });
      await hers.goto(`${at}${new URL(link).pathname}`);
      await hers.fill('[name=password]', 'менің ұзақ құпиясөзім');
      await hers.click('main form button');
      await hers.waitForURL(/my-day|organisations|people/);
      await hers.goto(`${at}/ru/people`);
      const seen = await said(hers);
      const colleagues = people.filter(({ library }) => library === head.library);
      for (const { name } of colleagues) expect(seen).toContain(name);
      const stranger = people.find(({ library }) => library !== head.library)!;
      expect(seen).not.toContain(stranger.name);
      await photograph(hers, `first-hour/head-${js}`);
    }
    expect(performance.now() - begun).toBeLessThan(180_000);
  });
});
