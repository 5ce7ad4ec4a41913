import { describe, expect, it } from 'vitest';
import { unzip } from '#server/testing/workbook.ts';
import { parseCsv } from './csv.ts';
import { attachment, exportFile, exportWorkbook, toCsv, toXlsx, type ExportTable } from './export.ts';

const table: ExportTable = {
  title: 'Реестр: [2026]/05',
  columns: [{ title: 'Фамилия; имя' }, { title: 'Минуты' }, { title: 'Дата' }, { title: 'Время' }, { title: 'Примечание' }],
  rows: [
    ['Әлімова "Гүл"', 345.5, { date: '2026-05-18' }, { instant: new Date('2026-05-18T04:05:00Z'), zone: 'Asia/Almaty' }, '=HYPERLINK("http://x")'],
    ['+7 701 000 00 00', 0, null, null, 'две\nстроки'],
    ['-5', -5, null, null, '@SUM(A1)'],
  ],
};

describe('CSV', () => {
  it('reads back as it was written, with formulas disarmed and nothing else changed', () => {
    const read = parseCsv(toCsv(table, 'ru'));
    if (!read.ok) throw new Error(read.error.code);
    expect(read.table).toMatchObject({ encoding: 'utf-8', separator: ';', damaged: false });
    expect(read.table.rows.map(({ cells }) => cells)).toEqual([
      ['Фамилия; имя', 'Минуты', 'Дата', 'Время', 'Примечание'],
      ['Әлімова "Гүл"', '345,5', '18.05.2026', '18.05.2026 09:05', `'=HYPERLINK("http://x")`],
      ["'+7 701 000 00 00", '0', '', '', 'две\nстроки'],
      ["'-5", '-5', '', '', "'@SUM(A1)"],
    ]);
  });

  it('uses commas and points where the language does', () => {
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(toCsv(table, 'en')).split('\r\n')[0]).toBe('\uFEFF"Фамилия; имя",Минуты,Дата,Время,Примечание');
    expect(new TextDecoder().decode(toCsv(table, 'en'))).toContain(',345.5,');
  });
});

describe('XLSX', () => {
  it('keeps text as text, numbers as numbers and days as dates', async () => {
    const parts = unzip(await toXlsx(table));
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    const strings = parts.get('xl/sharedStrings.xml') ?? '';
    expect(parts.get('xl/workbook.xml')).toContain('name="Реестр 2026 05"');
    expect(sheet).not.toContain('<f>');
    expect(strings + sheet).toContain('=HYPERLINK(');
    expect(sheet).toContain('<v>345.5</v>');
    // 18 May 2026 is day 46160 of a spreadsheet; 09:05 is 0.378472…
    expect(sheet).toContain('<v>46160</v>');
    expect(sheet).toMatch(/<v>46160\.3784722/);
  });

  it('survives characters that XML forbids', async () => {
    const parts = unzip(await toXlsx({ title: '', columns: [{ title: 'a' }], rows: [['x\u0000\u000by']] }));
    expect((parts.get('xl/sharedStrings.xml') ?? '') + (parts.get('xl/worksheets/sheet1.xml') ?? '')).toContain('xy');
  });
});

it('puts several tables on sheets whose names differ', async () => {
  const { bytes, disposition } = await exportWorkbook('Статистика', [table, { ...table, title: 'реестр 2026 05' }, { ...table, title: 'Страны' }]);
  const parts = unzip(bytes);
  expect([...(parts.get('xl/workbook.xml') ?? '').matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) => name)).toEqual(['Реестр 2026 05', 'реестр 2026 05 2', 'Страны']);
  expect(parts.has('xl/worksheets/sheet3.xml')).toBe(true);
  expect(disposition).toContain('.xlsx');
});

it('names the file in any script and cannot be made to write another header', async () => {
  expect(attachment('Реестр/2026".csv')).toBe(`attachment; filename="_ 2026 .csv"; filename*=UTF-8''%D0%A0%D0%B5%D0%B5%D1%81%D1%82%D1%80%202026%20.csv`);
  const { disposition } = await exportFile({ ...table, title: 'a\r\nset-cookie: x' }, 'csv', 'ru');
  expect(disposition).not.toMatch(/[\r\n]/);
});
