import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CSV_LIMITS, parseCsv, type CsvTable } from './csv.ts';

const tableOf = (input: Uint8Array | string): CsvTable => {
  const result = parseCsv(input);
  if (!result.ok) throw new Error(`${result.error.code} in row ${result.error.row}`);
  return result.table;
};
const cellsOf = (input: Uint8Array | string) => tableOf(input).rows.map(({ cells }) => cells);
const problemOf = (input: Uint8Array | string, limits = CSV_LIMITS) => {
  const result = parseCsv(input, limits);
  return result.ok ? null : result.error;
};

const SAMPLE = 'Аты-жөні,Қала\r\nҚасымова Әйгүл,Өскемен\r\nՀակոբյան Անի,Երևան\r\n';
const SAMPLE_CELLS = [
  ['Аты-жөні', 'Қала'],
  ['Қасымова Әйгүл', 'Өскемен'],
  ['Հակոբյան Անի', 'Երևան'],
];
const utf16be = (text: string) => {
  const bytes = Buffer.from(text, 'utf16le');
  return new Uint8Array(bytes.swap16());
};
/** Windows-1251 as Excel writes it: a letter it does not have becomes a question mark */
const windows1251 = (text: string) =>
  Uint8Array.from(text, (char) => {
    const code = char.charCodeAt(0);
    if (code < 0x80) return code;
    if (code >= 0x410 && code <= 0x44f) return code - 0x410 + 0xc0;
    return (
      { Ё: 0xa8, ё: 0xb8, І: 0xb2, і: 0xb3, Ў: 0xa1, ў: 0xa2, '№': 0xb9, '«': 0xab, '»': 0xbb, '–': 0x96 }[char] ?? 0x3f
    );
  });

describe('encodings', () => {
  it.each([
    ['utf-8', new TextEncoder().encode(SAMPLE)],
    ['utf-8', new TextEncoder().encode('\uFEFF' + SAMPLE)],
    ['utf-16le', new Uint8Array(Buffer.from('\uFEFF' + SAMPLE, 'utf16le'))],
    ['utf-16le', new Uint8Array(Buffer.from(SAMPLE, 'utf16le'))],
    ['utf-16be', utf16be('\uFEFF' + SAMPLE)],
    ['utf-16be', utf16be(SAMPLE)],
  ])('reads %s (%#) to the same cells', (encoding, bytes) => {
    expect(tableOf(bytes)).toMatchObject({ encoding, separator: ',', damaged: false });
    expect(cellsOf(bytes)).toEqual(SAMPLE_CELLS);
  });

  it('reads Windows-1251 with Belarusian letters', () => {
    const bytes = windows1251('ФИО;Город\r\nКаўтун Ірына;Мінск\r\nКасымова Айгуль;№ 5 «Павлодар»');
    expect(tableOf(bytes)).toMatchObject({ encoding: 'windows-1251', separator: ';', damaged: false });
    expect(cellsOf(bytes).slice(1)).toEqual([
      ['Каўтун Ірына', 'Мінск'],
      ['Касымова Айгуль', '№ 5 «Павлодар»'],
    ]);
  });

  it('says that Kazakh letters were lost where Windows-1251 has none', () => {
    expect(tableOf(windows1251('ФИО;Город\nҚасымова Әйгүл;Павлодар'))).toMatchObject({
      encoding: 'windows-1251',
      damaged: true,
    });
    expect(tableOf(windows1251('ФИО;Вопрос\nКасымова;Как быть?'))).toMatchObject({ damaged: false });
  });

  it('still takes a UTF-8 file cut off inside a letter for UTF-8', () => {
    const whole = new TextEncoder().encode(
      'Имя,Город\nКасымова Айгуль Болатовна Каримова Сауле,Павлодар Экибастуз Аксуй',
    );
    expect(tableOf(whole.subarray(0, whole.length - 1))).toMatchObject({ encoding: 'utf-8', damaged: true });
  });

  it('reads plain ASCII in any of them', () => {
    for (const bytes of [Buffer.from('a,b\n1,2'), Buffer.from('a,b\n1,2', 'utf16le'), utf16be('a,b\n1,2')]) {
      expect(cellsOf(new Uint8Array(bytes))).toEqual([
        ['a', 'b'],
        ['1', '2'],
      ]);
    }
  });

  it.each([
    ['csv.is_spreadsheet', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0])],
    ['csv.is_spreadsheet', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1])],
    ['csv.not_text', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])],
    ['csv.not_text', Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919) % 256)],
    ['csv.not_text', Uint8Array.from({ length: 400 }, (_, at) => (at % 2 === 0 ? 0x41 : at % 5 === 0 ? 0x99 : 0))],
    [
      'csv.encoding_unknown',
      Uint8Array.from('Fran\xe7ois,Jos\xe9,Andr\xe9,M\xfcller,Zo\xeb\n', (char) => char.charCodeAt(0)),
    ],
    ['csv.empty', new Uint8Array()],
    ['csv.empty', new Uint8Array([0xef, 0xbb, 0xbf])],
    ['csv.empty', new TextEncoder().encode(' \r\n\r\n ,, \r\n')],
  ])('answers %s (%#)', (code, bytes) => {
    expect(problemOf(bytes)?.code).toBe(code);
  });
});

describe('separators and quotes', () => {
  it('guesses the separator from what repeats, not from commas inside cells', () => {
    expect(cellsOf('Имя;Город\nКасымова, А.;Павлодар, Казахстан\nИванова;Минск')).toEqual([
      ['Имя', 'Город'],
      ['Касымова, А.', 'Павлодар, Казахстан'],
      ['Иванова', 'Минск'],
    ]);
    expect(cellsOf('Имя\tГород; область\nКасымова\tПавлодар; Павлодарская')[1]).toEqual([
      'Касымова',
      'Павлодар; Павлодарская',
    ]);
    expect(tableOf('"a;b;c","d;e;f"\n"g;h;i","j;k;l"').separator).toBe(',');
    expect(cellsOf('Касымова\nИванова')).toEqual([['Касымова'], ['Иванова']]);
  });

  it('obeys the separator that Excel announces, and counts that line', () => {
    const table = tableOf('sep=;\r\nИмя;Город\r\nА, Б;В\r\n');
    expect(table.separator).toBe(';');
    expect(table.rows).toEqual([
      { row: 2, cells: ['Имя', 'Город'] },
      { row: 3, cells: ['А, Б', 'В'] },
    ]);
  });

  it('keeps separators, doubled quotes and line breaks inside quotes', () => {
    expect(cellsOf('a,"b, ""c""\r\nd",e\r\nf,g,h')).toEqual([
      ['a', 'b, "c"\r\nd', 'e'],
      ['f', 'g', 'h'],
    ]);
  });

  it('takes stray quotes as letters', () => {
    expect(cellsOf('ТОО "Кітап",Павлодар\n"Кітап" ЖШС,Павлодар')).toEqual([
      ['ТОО "Кітап"', 'Павлодар'],
      ['"Кітап" ЖШС', 'Павлодар'],
    ]);
  });

  it('keeps empty cells between tabs', () => {
    expect(cellsOf('a\t\tb\n\t c\td')).toEqual([
      ['a', '', 'b'],
      ['', 'c', 'd'],
    ]);
  });

  it('names the row in which a quote is opened and never closed', () => {
    expect(problemOf('a,b\nc,d\n"e,f\ng,h\ni,j')).toEqual({ code: 'csv.quote_not_closed', row: 3, params: { row: 3 } });
  });

  it('understands CRLF, LF and CR, even mixed, and numbers rows as a spreadsheet does', () => {
    expect(tableOf('a,b\r\n\r\nc,d\ne,f\r,,\rg,h').rows).toEqual([
      { row: 1, cells: ['a', 'b'] },
      { row: 3, cells: ['c', 'd'] },
      { row: 4, cells: ['e', 'f'] },
      { row: 6, cells: ['g', 'h'] },
    ]);
  });

  it('drops empty cells at the end and trims the others, no-break spaces too', () => {
    expect(cellsOf(' a , "b" ,\u00A0c\u00A0,,,\nd')).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('unpacks rows that were put into quotes as a whole', () => {
    const table = tableOf('"Имя,Почта,Город"\r\n"Касымова Айгуль,a@mail.kz,""Павлодар, Казахстан"""\r\n');
    expect(table.rows).toEqual([
      { row: 1, cells: ['Имя', 'Почта', 'Город'] },
      { row: 2, cells: ['Касымова Айгуль', 'a@mail.kz', 'Павлодар, Казахстан'] },
    ]);
  });
});

describe('limits', () => {
  it('takes exactly as many bytes, rows and columns as allowed', () => {
    expect(problemOf('x\n'.repeat(20_001))).toBeNull();
    expect(problemOf('x\n\n'.repeat(20_002))).toEqual({
      code: 'csv.too_many_rows',
      row: 40_003,
      params: { max: 20_000, row: 40_003 },
    });
    expect(problemOf('x\n\n'.repeat(20_001))).toBeNull();
    expect(problemOf(`a\n${'x,'.repeat(99)}x`)).toBeNull();
    expect(problemOf(`a\n${'x,'.repeat(100)}x`)).toEqual({
      code: 'csv.too_many_columns',
      row: 2,
      column: 101,
      params: { columns: 101, max: 100, row: 2 },
    });
    expect(problemOf(new Uint8Array(CSV_LIMITS.bytes + 1))).toEqual({
      code: 'csv.too_large',
      params: { megabytes: 5 },
    });
    expect(problemOf('ё'.repeat(CSV_LIMITS.bytes / 2 + 1))?.code).toBe('csv.too_large');
    expect(problemOf(`a,b\n${'x'.repeat(100_001)},c`)).toEqual({
      code: 'csv.row_too_long',
      row: 2,
      params: { max: 100_000, row: 2 },
    });
  });

  it('survives the largest files made to hurt, in seconds', () => {
    const started = performance.now();
    expect(problemOf(','.repeat(CSV_LIMITS.bytes))?.code).toBe('csv.empty');
    expect(problemOf('\n'.repeat(CSV_LIMITS.bytes))?.code).toBe('csv.empty');
    expect(problemOf('"'.repeat(CSV_LIMITS.bytes - 1))?.code).toMatch(/^csv\./);
    expect(problemOf('",'.repeat(CSV_LIMITS.bytes / 2))?.code).toMatch(/^csv\./);
    expect(performance.now() - started).toBeLessThan(8000);
  });
});

describe('laws', () => {
  const cell = fc
    .string({ unit: fc.constantFrom('а', 'Қ', 'ы', 'Հ', 'x', ' ', ',', ';', '\t', '"', '\n', '1'), maxLength: 12 })
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 12 });
  const quoted = (list: string[][], separator: string) =>
    list.map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(separator)).join('\r\n');

  it('gives back what was written, in every encoding and with every separator', () => {
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('utf8', 'utf16le'),
        (list, separator, encoding) => {
          const bytes = new Uint8Array(Buffer.from(`\uFEFF${quoted(list, separator)}`, encoding as 'utf8'));
          expect(cellsOf(bytes)).toEqual(list);
        },
      ),
    );
  });

  it('answers any text made of separators, quotes and breaks', () => {
    const text = fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '\n', '\r', 'a', 'Қ', ' '), maxLength: 60 });
    fc.assert(
      fc.property(text, (typed) => {
        const result = parseCsv(typed);
        if (!result.ok) expect(result.error.code).toMatch(/^csv\.(empty|quote_not_closed)$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('answers any bytes with rows or a code, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const result = parseCsv(bytes);
        if (result.ok) expect(result.table.rows.length).toBeGreaterThan(0);
        else expect(result.error.code).toMatch(/^csv\.[a-z_]+$/);
      }),
      { numRuns: 500 },
    );
  });
});
