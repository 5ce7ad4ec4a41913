import { request } from 'node:http';
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { LOCALES, translator, type Locale } from '#lib/i18n/index.ts';
import { problemText } from '#server/http/problems.ts';
import { SESSION_COOKIE } from '#server/modules/access/index.ts';
import { toXlsx } from '#server/platform/tabular/export.ts';
import { makeWorkbook, makeZip, sheetOf, workbookParts } from '#server/testing/made-workbook.ts';
import { createVisitor } from '../running/visitor.ts';
import { checksums } from './rows.ts';
import { servedInstallation, type Caller } from './served.ts';

/** Files that are not what they say, spoiled, locked, or made to hurt: each is refused in the reader's words, and the server stays as it was. */
const served = servedInstallation();
let her: Caller;
const MB = 1024 * 1024;

beforeAll(async () => {
  her = await served.account('Methodist', { role: 'coordinator', scopeKind: 'organisation', scopeId: served.organisationId });
});

/** How much more memory the process held at the worst moment. */
async function peakOf<T>(work: () => Promise<T>): Promise<{ result: T; grew: number; ms: number }> {
  const [before, begun] = [process.memoryUsage.rss(), performance.now()];
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  try {
    const result = await work();
    return { result, grew: (Math.max(most, process.memoryUsage.rss()) - before) / MB, ms: performance.now() - begun };
  } finally {
    clearInterval(timer);
  }
}

const headers = (): Record<string, string> => ({ cookie: `${SESSION_COOKIE}=${her.cookie}`, origin: served.address, accept: 'text/html' });
async function upload(name: string, bytes: Uint8Array<ArrayBuffer>, locale: Locale = 'ru'): Promise<{ status: number; text: string }> {
  const body = new FormData();
  body.set('file', new File([bytes], name));
  const answer = await fetch(`${served.address}/${locale}/manage/imports/new`, { method: 'POST', body, redirect: 'manual', headers: headers() });
  return { status: answer.status, text: (await answer.text()).replaceAll('&quot;', '"').replaceAll('&#39;', "'") };
}

const sound = { sheets: [{ name: 'x', xml: sheetOf([['ФИО', 'Должность'], ['Ли Ян', 'методист']]) }] }; // prettier-ignore
const ole = (stream: string) => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(500), Buffer.from(stream, 'utf16le'), Buffer.alloc(500)]);
const spoiled = (name: string, content: string | Buffer) => makeZip({ ...workbookParts(sound), [name]: content });
const row = '<row><c t="str"><v>a</v></c></row>';
const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "${'ha'.repeat(50)}">${Array.from({ length: 9 }, (_, at) => `<!ENTITY a${at} "${`&a${at === 0 ? '' : at - 1};`.repeat(10)}">`).join('')}]>`;

/** name of the file, what it is, what it is told, with the numbers of the sentence */
const FILES: [string, () => Buffer | Promise<Uint8Array>, string, Record<string, number>?][] = [
  ['a truncated workbook.xlsx', async () => (await toXlsx({ title: 'x', columns: [{ title: 'ФИО' }], rows: [['Ли Ян']] })).subarray(0, 900), 'table.damaged'],
  ['a bomb of blanks.xlsx', () => spoiled('xl/worksheets/sheet1.xml', Buffer.concat([Buffer.from('<worksheet>'), Buffer.alloc(200_000_000, 0x20)])), 'table.unpacks_too_large'],
  ['a bomb in a bomb.xlsx', () => makeZip({ 'a.zip': makeZip({ 'b.zip': makeZip({ 'c.xml': Buffer.alloc(50_000_000) }) }) }), 'table.not_a_table'],
  ['a million rows.xlsx', () => spoiled('xl/worksheets/sheet1.xml', `<worksheet><sheetData>${row.repeat(1_000_000)}</sheetData></worksheet>`), 'table.too_many_rows|table.unpacks_too_large'],
  ['a million laughs.xlsx', () => spoiled('xl/worksheets/sheet1.xml', `${laughs}<worksheet><sheetData><row><c t="str"><v>&a8;</v></c></row></sheetData></worksheet>`), 'table.damaged'],
  ['an entity from outside.xlsx', () => spoiled('xl/sharedStrings.xml', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst><si><t>&e;</t></si></sst>'), 'table.damaged'],
  ['with macros.xlsm', () => makeWorkbook({ ...sound, more: { 'xl/vbaProject.bin': 'x' } }), 'table.macros'],
  ['a picture.xlsx', () => Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), randomBytes(2000)]), 'table.not_a_table'],
  ['an old book.xls', () => ole('Workbook'), 'table.old_excel'],
  ['a locked book.xlsx', () => ole('EncryptedPackage'), 'table.locked'],
  ['half a million columns.csv', () => Buffer.from('ФИО;'.repeat(600_000)), 'table.too_many_columns|table.row_too_long|table.too_large'],
  ['noise.csv', () => randomBytes(100_000), 'table.not_a_table'],
  ['a quote.csv', () => Buffer.from('ФИО;Должность\n"Ли Ян;методист\nи так далее'), 'table.quote_not_closed'],
  ['zeros.csv', () => Buffer.alloc(4_000_000), 'table.not_a_table|table.empty'],
  ['blanks.csv', () => Buffer.alloc(4_000_000, 0x20), 'table.empty'],
  ['half a letter.csv', () => Buffer.from('fffe', 'hex'), 'table.empty'],
];

/** The sentence of a code with any numbers in it. */
function says(text: string, locale: Locale, codes: string): boolean {
  const plain = (sentence: string) => sentence.replaceAll(/<!--.*?-->/g, '').replaceAll(/[\d.,\s\u00a0\u202f]+/g, ' ');
  const whole = plain(text);
  return codes.split('|').some((code) => whole.includes(plain(problemText(translator(locale), code, { megabytes: 5, row: 1, column: 1, max: 1, letters: 'A', sheet: '' })).slice(0, 40)));
}

describe.each(FILES)('%s', (name, make, codes) => {
  it('is refused in the words of the reader, soon, and held in little memory', async () => {
    const bytes = new Uint8Array(await make());
    const begun = performance.now();
    for (const locale of LOCALES) {
      const { result, grew, ms } = await peakOf(() => upload(name, bytes, locale));
      expect({ locale, status: result.status, said: says(result.text, locale, codes) }).toEqual({ locale, status: 422, said: true });
      // A table is read in a thread of its own, which may hold 256 MB and gives them back.
      expect(grew).toBeLessThan(350);
      expect(ms).toBeLessThan(20_000);
    }
    expect(performance.now() - begun).toBeLessThan(60_000);
  });
});

describe('a gigabyte', () => {
  /** Sends as much as it is let, and counts. */
  const pour = (declared: boolean) =>
    new Promise<{ status: number; text: string; sent: number }>((resolve, reject) => {
      const { hostname, port } = new URL(served.address);
      const boundary = 'x'.repeat(30);
      const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="all.xlsx"\r\ncontent-type: application/octet-stream\r\n\r\n`;
      const most = 1024 * MB;
      let sent = 0;
      let answered = false;
      const req = request({ hostname, port, path: '/ru/manage/imports/new', method: 'POST', headers: { ...headers(), 'content-type': `multipart/form-data; boundary=${boundary}`, ...(declared ? { 'content-length': String(most + head.length) } : {}) } }, (res) => {
        answered = true;
        let text = '';
        res.setEncoding('utf8').on('data', (part: string) => (text += part));
        res.on('end', () => {
          resolve({ status: res.statusCode ?? 0, text, sent });
          req.destroy();
        });
      });
      req.on('error', (error) => (answered ? undefined : reject(error)));
      req.write(head);
      const part = Buffer.alloc(MB, 0x41);
      const pump = () => {
        while (!answered && sent < most) {
          sent += part.length;
          if (!req.write(part)) return void req.once('drain', pump);
        }
      };
      pump();
    });

  it.each([['that says how large it is', true], ['that does not say it', false]])('%s is refused before it is sent, and not kept', async (_, declared) => {
    const { result, grew, ms } = await peakOf(() => pour(declared));
    expect(result.status).toBe(413);
    if (declared) expect(says(result.text, 'ru', 'csv.too_large|table.too_large')).toBe(true);
    expect(result.sent).toBeLessThan(100 * MB);
    expect(grew).toBeLessThan(100);
    expect(ms).toBeLessThan(10_000);
  });

  it('pasted as text is refused as well', async () => {
    const answer = await served.call(her, 'POST', '/imports', { text: 'ФИО\n'.repeat(400_000) });
    expect([413, 422]).toContain(answer.status);
  });
});

describe('formulas', () => {
  it('are text on the way in, and disarmed on the way out', async () => {
    const visitor = createVisitor(served.address);
    visitor.cookies.set(SESSION_COOKIE, her.cookie ?? '');
    const page = await visitor.get('/ru/manage/imports/new');
    const form = page.forms.find(({ names }) => names.has('text'))!;
    const columns = await visitor.submit(form, { text: "ФИО\tДата рождения\tДолжность\tДата приёма\nФормулина Анна\t01.02.1980\t=cmd|'/C calc'!A0\t01.09.2001" });
    const checked = await visitor.submit(columns.forms.find(({ action }) => action.includes('?/map'))!, { organisationId: served.organisationId });
    await visitor.submit(checked.forms.find(({ action }) => action.includes('?/run'))!, { how: 'all' });
    visitor.close();
    const { IMPORT_JOBS } = await import('#server/modules/people/imports.jobs.ts');
    const { findImport } = await import('#server/modules/people/imports.queries.ts');
    const { findJob } = await import('#server/platform/jobs.ts');
    const system = served.system();
    const found = await findImport(system, /[0-9a-f-]{36}/.exec(checked.path)?.[0] ?? '');
    const job = (await findJob(system, found?.job_id ?? ''))!;
    await IMPORT_JOBS[job.kind]!({ id: job.id, networkId: system.networkId, params: job.params, platform: system.platform, createdBy: job.created_by, progress: async () => {}, stopRequested: async () => false });
    const file = await served.send({ path: '/ru/people/list.csv?organisation=', headers: headers() });
    const line = file.body.toString().split('\r\n').find((text) => text.includes('Формулина'));
    expect(line).toContain("'=cmd|");
    expect(line).not.toMatch(/(^|;)"?=cmd/);
  });
});

describe('all of it together', () => {
  it('leaves no list behind', async () => {
    const { 'people.import': lists } = await checksums(served.platform, served.networkId);
    // The one with the formula.
    expect(lists?.count).toBe(1);
  });
});
