import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeWorkbook, makeZip, sheetOf, workbookParts, type MadeWorkbook } from '#server/testing/made-workbook.ts';
import { toCsv, toXlsx, type ExportTable } from './export.ts';
import { readTableHere } from './read-table.ts';
import { serialDate, formatKind } from './serial-dates.ts';
import { columnLetters, readTable, TABLE_LIMITS } from './workbook.ts';

const read = (input: Uint8Array | string, sheet: string | null = null) => readTableHere({ input, sheet, limits: TABLE_LIMITS });
const tableOf = async (input: Uint8Array | string, sheet: string | null = null) => {
  const result = await read(input, sheet);
  if (!result.ok) throw new Error(result.error.code);
  return result.table;
};
const refusal = async (input: Uint8Array | string, sheet: string | null = null) => {
  const result = await read(input, sheet);
  return result.ok ? null : result.error;
};
const one = (xml: string, rest: Omit<MadeWorkbook, 'sheets'> = {}) => makeWorkbook({ sheets: [{ name: 'Лист1', xml }], ...rest });
const texts = (table: { rows: { cells: { text: string }[] }[] }) => table.rows.map(({ cells }) => cells.map(({ text }) => text));

describe('cells', () => {
  it('are read as a person sees them, each kind that spreadsheets write', async () => {
    const table = await tableOf(
      one(
        `<sheetData><row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3" t="s"><v>1</v></c><c r="D3" t="inlineStr"><is><r><t>Ай</t></r><r><t>гүл</t></r></is></c>` +
          `<c r="E3" t="str"><f>A1&amp;B1</f><v>итог</v></c><c r="F3" t="b"><v>1</v></c><c r="G3" t="e"><v>#REF!</v></c><c r="H3"><v>0.30000000000000004</v></c>` +
          `<c r="I3" s="0"><v>27769</v></c><c r="J3" s="1"><v>7</v></c><c r="K3" t="d"><v>2026-05-18T00:00:00</v></c><c r="L3"><v>7.7015550101E10</v></c><c r="M3" s="2"><v>0.5</v></c></row></sheetData>`,
        { strings: ['<t> Касымова </t>', '<r><t>Бол</t></r><r><t>ат</t></r><rPh><t>звук</t></rPh>'], formats: [14, '000', 'h:mm'] },
      ),
    );
    expect(table.rows).toEqual([
      {
        row: 3,
        hidden: false,
        cells: [
          { text: 'Касымова' },
          { text: '' },
          { text: 'Болат' },
          { text: 'Айгүл' },
          { text: 'итог' },
          { text: 'TRUE' },
          { text: '#REF!' },
          { text: '0.3', number: 0.3 },
          { text: '10.01.1976', date: '1976-01-10' },
          { text: '007', number: 7 },
          { text: '18.05.2026', date: '2026-05-18' },
          { text: '77015550101', number: 77015550101 },
          { text: '0.5', number: 0.5 },
        ],
      },
    ]);
  });

  it('never compute: of a formula the stored result, of text that looks like one the text', async () => {
    const table = await tableOf(one(`<sheetData><row><c t="str"><f>cmd|' /C calc'!A0</f><v>1</v></c><c t="inlineStr"><is><t>=cmd|' /C calc'!A0</t></is></c><c><f>1+1</f></c></row></sheetData>`));
    expect(texts(table)).toEqual([['1', "=cmd|' /C calc'!A0"]]);
  });

  it('hold the right day in both epochs, and none in that of a day that never was', () => {
    expect([1, 59, 60, 61, 27769, 46160.3784722, 2958465, 2958466, 0, -1].map((serial) => serialDate(serial, false))).toEqual([
      { date: '1900-01-01', time: null },
      { date: '1900-02-28', time: null },
      null,
      { date: '1900-03-01', time: null },
      { date: '1976-01-10', time: null },
      { date: '2026-05-18', time: '09:05' },
      { date: '9999-12-31', time: null },
      null,
      null,
      null,
    ]);
    expect([0, 26307, 44698].map((serial) => serialDate(serial, true)?.date)).toEqual(['1904-01-01', '1976-01-10', '2026-05-18']);
  });

  it.each([
    [14, undefined, 'date'], [9, undefined, 'other'], [20, undefined, 'other'], [164, 'dd.mm.yyyy', 'date'], [164, '[$-419]d\\ mmmm\\ yyyy\\ "г.";@', 'date'], [164, 'ДД.ММ.ГГГГ', 'date'],
    [164, '#,##0.00"р."', 'other'], [164, '#,##0\\ [$KZT]', 'other'], [164, 'General', 'other'], [164, 'Основной', 'other'], [164, '[h]:mm:ss', 'other'], [164, '00000', 'zeros'], [164, '[Red]0.00', 'other'],
  ])('have the format %s %s that makes them %s', (id, code, kind) => expect(formatKind(id, code).kind).toBe(kind)); // prettier-ignore

  it('are named as a spreadsheet names them', () => expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']));
});

describe('rows and sheets', () => {
  it('keeps hidden rows and says that they are, and which columns are hidden', async () => {
    const row = (attributes: string) => `<row ${attributes}><c t="inlineStr"><is><t>x</t></is></c></row>`;
    const table = await tableOf(one(`<cols><col min="2" max="3" hidden="1"/></cols><sheetData>${row('r="1"')}${row('r="2" hidden="1"')}${row('r="5" ht="0"')}${row('r="6" hidden="0" ht="15"')}</sheetData>`));
    expect(table.rows.map(({ row, hidden }) => [row, hidden])).toEqual([[1, false], [2, true], [5, true], [6, false]]); // prettier-ignore
    expect(table.hiddenColumns).toEqual([1, 2]);
  });

  it('fills merged cells from their first one', async () => {
    const table = await tableOf(one(`${sheetOf([['ФИО', null, null, 'Код'], ['Фамилия', 'Имя', 'Отчество', null], ['Ли', 'Ян', null, 7]])}<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="D1:D2"/></mergeCells>`));
    expect(texts(table)).toEqual([['ФИО', 'ФИО', 'ФИО', 'Код'], ['Фамилия', 'Имя', 'Отчество', 'Код'], ['Ли', 'Ян', '', '7']]); // prettier-ignore
  });

  it('takes the first visible sheet with a table, or the one asked for', async () => {
    const workbook = makeWorkbook({
      sheets: [
        { name: 'Тайный', xml: sheetOf([['a', 'b'], ['c', 'd']]), state: 'hidden' },
        { name: 'Титул', xml: sheetOf([['Список сотрудников'], ['2026 год']]) },
        { name: 'Сотрудники & др.', xml: sheetOf([['ФИО', 'Код'], ['Ли Ян', '7']]) },
        { name: 'Ещё', xml: sheetOf([['1', '2'], ['3', '4']]) },
      ],
    }); // prettier-ignore
    const table = await tableOf(workbook);
    expect([table.sheets, table.sheet, table.source]).toEqual([['Титул', 'Сотрудники & др.', 'Ещё'], 'Сотрудники & др.', 'xlsx']);
    expect(texts(await tableOf(workbook, 'Ещё'))).toEqual([['1', '2'], ['3', '4']]); // prettier-ignore
    expect(await refusal(workbook, 'Тайный')).toEqual({ code: 'table.sheet_missing', params: { sheet: 'Тайный' } });
  });

  it('reads what our own export writes, through the thread as well', async () => {
    const table: ExportTable = { title: 'Реестр', columns: [{ title: 'Фамилия' }, { title: 'Ставка' }, { title: 'Дата' }], rows: [['=Ли', 0.5, { date: '1976-01-10' }], ['-', null, null]] };
    const xlsx = await readTable(await toXlsx(table));
    const csv = await readTable(toCsv(table, 'ru'));
    const pasted = await readTable('Фамилия\tСтавка\tДата\n=Ли\t0,5\t10.01.1976\n-');
    if (!xlsx.ok || !csv.ok || !pasted.ok) throw new Error('refused');
    expect(xlsx.table.rows[1]!.cells).toEqual([{ text: '=Ли' }, { text: '0.5', number: 0.5 }, { text: '10.01.1976', date: '1976-01-10' }]);
    expect([texts(csv.table), csv.table.source, pasted.table.source]).toEqual([[['Фамилия', 'Ставка', 'Дата'], ['=Ли', '0,5', '10.01.1976'], ['-']], 'csv', 'pasted']); // prettier-ignore
    expect(texts(pasted.table)).toEqual(texts(csv.table));
  });
});

describe('refuses, each for its own reason', () => {
  const sound = { sheets: [{ name: 'x', xml: sheetOf([['a', 'b'], ['c', 'd']]) }] }; // prettier-ignore
  const ole = (stream: string) => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(500), Buffer.from(stream, 'utf16le'), Buffer.alloc(500)]);
  const spoiled = (name: string, content: string) => makeZip({ ...workbookParts(sound), [name]: content });
  const bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>';

  it.each([
    ['an empty file', Buffer.alloc(0), 'table.empty'],
    ['a PDF', Buffer.from('%PDF-1.7\n\u0000\u0001'), 'table.pdf'],
    ['an old Excel file', ole('Workbook'), 'table.old_excel'],
    ['a locked workbook', ole('EncryptedPackage'), 'table.locked'],
    ['a locked zip', makeZip(workbookParts(sound), { flags: 1 }), 'table.locked'],
    ['an old Word file', ole('WordDocument'), 'table.word'],
    ['a Word file', makeZip({ 'word/document.xml': '<x/>' }), 'table.word'],
    ['a workbook with macros', makeWorkbook({ ...sound, more: { 'xl/vbaProject.bin': 'x' } }), 'table.macros'],
    ['a binary workbook', makeZip({ 'xl/workbook.bin': 'x' }), 'table.binary_excel'],
    ['an OpenDocument file', makeZip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }), 'table.open_document'],
    ['a Numbers file', makeZip({ 'Index/Document.iwa': 'x' }), 'table.numbers'],
    ['any zip', makeZip({ 'photo.jpg': 'x' }), 'table.not_a_table'],
    ['a web page named .xls', Buffer.from('<html><table><tr><td>ФИО</td></tr></table></html>'), 'table.web_page'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'table.not_a_table'],
    ['sizes that lie', makeZip(workbookParts(sound), { declared: 3 }), 'table.damaged'],
    ['sizes beyond all measure', makeZip(workbookParts(sound), { declared: 90_000_000 }), 'table.unpacks_too_large'],
    ['a bomb of entities', spoiled('xl/worksheets/sheet1.xml', bomb), 'table.damaged'],
    ['an entity nobody declared', spoiled('xl/sharedStrings.xml', '<sst><si><t>&secret;</t></si></sst>'), 'table.damaged'],
    ['XML without an end', spoiled('xl/worksheets/sheet1.xml', '<worksheet><sheetData><row>'), 'table.damaged'],
    ['XML too deep', spoiled('xl/worksheets/sheet1.xml', '<a>'.repeat(100)), 'table.damaged'],
    ['merges that lie over one another', one(`${sheetOf([['a'], ...Array.from({ length: 300 }, () => ['b'])])}<mergeCells>${'<mergeCell ref="A1:XFD301"/>'.repeat(2)}</mergeCells>`), 'table.damaged'],
    ['rows out of order', one('<sheetData><row r="5"/><row r="2"/></sheetData>'), 'table.damaged'],
    ['a sheet without cells', one('<sheetData/>'), 'table.empty'],
    ['hidden sheets alone', makeWorkbook({ sheets: [{ ...sound.sheets[0]!, state: 'veryHidden' }] }), 'table.all_hidden'],
  ])('%s', async (_, bytes, code) => expect((await refusal(bytes))?.code).toBe(code));

  it('a zip bomb, before it has unpacked', async () => {
    const zeros = Buffer.alloc(60_000_000, 0x20);
    const bytes = makeZip({ ...workbookParts(sound), 'xl/worksheets/sheet1.xml': Buffer.concat([Buffer.from('<worksheet>'), zeros]) });
    expect(bytes.length).toBeLessThan(100_000);
    expect((await refusal(bytes))?.code).toBe('table.unpacks_too_large');
  });

  it('what is too long, too wide or too much, and says where', async () => {
    const limits = { ...TABLE_LIMITS, rows: 2, columns: 3, cell: 5 };
    const small = async (input: Uint8Array | string) => {
      const result = await readTableHere({ input, sheet: null, limits });
      return result.ok ? null : result.error;
    };
    for (const [rows, problem] of [
      [[['a'], ['b'], ['c'], ['d']], { code: 'table.too_many_rows', row: 4, params: { row: 4, max: 2 } }],
      [[['a'], ['b', 'c', 'd', 'e']], { code: 'table.too_many_columns', row: 2, column: 4 }],
      [[['a'], ['b', 'abcdef']], { code: 'table.cell_too_long', row: 2, column: 2, params: { max: 5, row: 2, column: 2, letters: 'B' } }],
    ] as const) {
      expect(await small(one(sheetOf(rows)))).toMatchObject(problem);
      expect(await small(rows.map((row) => row.join('\t')).join('\n'))).toMatchObject(problem);
    }
    expect((await readTable(Buffer.alloc(TABLE_LIMITS.bytes + 1))).ok).toBe(false);
  });

  it('a file spoiled anywhere: never an error of ours, never a wait', async () => {
    const whole = await toXlsx({ title: 'x', columns: [{ title: 'ФИО' }, { title: 'Дата' }], rows: [['Касымова Айгуль', { date: '1976-01-10' }], ['Ли Ян', null]] });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }), fc.boolean(), async (cut, changes, truncate) => {
        const bytes = Buffer.from(truncate ? whole.subarray(0, cut) : whole);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const result = await read(bytes);
        expect(result.ok || result.error.code.startsWith('table.')).toBe(true);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('bytes of any kind, as a table or with a reason', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        expect(await read(bytes)).toHaveProperty('ok');
      }),
      { numRuns: 300 },
    );
    expect((await refusal(readFileSync(process.execPath).subarray(0, 100_000)))?.code).toBe('table.not_a_table');
  });
});
