import { makeWorkbook, sheetOf } from '#server/testing/made-workbook.ts';
import { toXlsx, type ExportCell } from '#server/platform/tabular/export.ts';

/** The three spreadsheets with which a methodist begins, as such lists are: titles, totals, and slips of the pen on purpose. */
export const LIBRARIES = 60;
export const PEOPLE = 420;
const DISTRICTS = ['Ақсу', 'Баянауыл', 'Железин'];
const code = (index: number): string => (index < 3 ? `D${index + 1}` : `L${String(index).padStart(2, '0')}`);

/** Which rows of the first try are wrong, and how they read when they are corrected. */
export const WRONG_LIBRARY = { code: code(59), parent: 'НЕТ99', right: 'D3' };
export const WRONG_PEOPLE = 12;

export async function libraries(): Promise<Uint8Array> {
  const rows: ExportCell[][] = Array.from({ length: LIBRARIES }, (_, index) => {
    if (index < 3) return [code(index), `Централизованная библиотечная система: ${DISTRICTS[index]}`, 'ЦБС', 'PVL', DISTRICTS[index]!, '8 (7182) 32-00-0' + index, `И-${index}`];
    const parent = code(index) === WRONG_LIBRARY.code ? WRONG_LIBRARY.parent : code(index % 3);
    return [code(index), `Сельская библиотека № ${index}`, 'сельская библиотека', parent, `Село ${index}`, '', `И-${index}`];
  });
  return toXlsx({ title: 'Библиотеки', columns: ['Код', 'Наименование', 'Тип', 'Подчинение', 'Населённый пункт', 'Телефон', 'Инвентарный шифр'].map((title) => ({ title })), rows });
}

const STEMS = ['Ахмет', 'Баймұрат', 'Вороб', 'Ғабит', 'Досжан', 'Ерғали', 'Жұмабек', 'Зейнел', 'Исабек', 'Қайырбек', 'Лукьян', 'Мұқан', 'Нұрлан', 'Оспан', 'Петр', 'Рахым', 'Сапар', 'Төлеген', 'Хасен', 'Шәріп', 'Яковл'];
const ENDINGS = ['ова', 'ева', 'ина', 'цкая', 'енко', 'чук', 'ян', 'бай', 'тай', 'жан', 'хан', 'гүл', 'кызы', 'швили', 'ите', 'айте', 'сон', 'ман', 'берг', 'штейн'];
const GIVEN = ['Айгүл', 'Анна', 'Әсел', 'Вера', 'Гүлнар', 'Динара', 'Елена', 'Жанар', 'Ирина', 'Людмила', 'Мөлдір', 'Наталья', 'Ольга', 'Сәуле', 'Татьяна', 'Ұлжан', 'Шолпан', 'Юлия'];

export interface Row {
  name: string;
  birth: string;
  library: string;
  head: boolean;
  email: string;
}

/** Each with a surname of her own; the first of each library is its head. */
export const people: readonly Row[] = Array.from({ length: PEOPLE }, (_, index) => ({
  name: `${STEMS[index % STEMS.length]}${ENDINGS[Math.floor(index / STEMS.length)]} ${GIVEN[(index * 7) % GIVEN.length]}`,
  birth: `${String(1 + ((index * 11) % 28)).padStart(2, '0')}.${String(1 + (index % 12)).padStart(2, '0')}.${1958 + ((index * 3) % 44)}`,
  library: code(index % LIBRARIES),
  head: index < LIBRARIES,
  email: `head${index}@libraries.example`,
}));

/** One of them stands twice, in two libraries and with a letter lost: two records, until somebody looks. */
export const TWICE = people[100]!;
const lost = (name: string): string => name.slice(0, 3) + name.slice(4);

/** A title over merged cells, a heading of two lines, a hidden row, and totals at the end; twelve rows that cannot be right. */
export function staff(): Uint8Array<ArrayBuffer> {
  const line = ({ name, birth, library, head }: Row, index: number): string[] => {
    const cells = [String(index + 1), name, birth, library, head ? 'Заведующая библиотекой' : 'Библиотекарь', index % 4 === 0 ? '0,5' : '1', '01.09.2015', index % 3 === 0 ? 'высшее библиотечное' : 'среднее специальное'];
    if (index >= 200 && index < 204) cells[2] = '31.02.1985';
    if (index >= 204 && index < 208) cells[3] = 'Библиотека, которой нет';
    if (index >= 208 && index < 210) cells[4] = '';
    if (index >= 210 && index < 212) cells[5] = 'много';
    return cells;
  };
  const rows = people.map(line);
  rows.push([String(PEOPLE + 1), lost(TWICE.name), TWICE.birth, people[101]!.library, 'Библиотекарь', '0,5', '01.02.2019', '']);
  rows.push(['', 'Итого', '', '', '', '421', '', '']);
  const heading = ['№ п/п', 'ФИО', 'Дата рождения', 'Библиотека', 'Должность', 'Ставка', 'Дата приёма', 'Образование'];
  return new Uint8Array(makeWorkbook({ sheets: [{ name: 'Штат', xml: sheetOf([['Список работников на 1 января'], heading, ...rows]) }] }));
}

/** What is put right in the file of wrong rows, by the name that stands in the row. */
export function corrected(row: readonly string[], columns: { name: number; birth: number; library: number; position: number; rate: number }): string[] {
  const person = people.find(({ name }) => name === row[columns.name]);
  if (!person) throw new Error(`nobody is called ${row[columns.name]}`);
  return row.map((cell, index) => (index === columns.birth ? person.birth : index === columns.library ? person.library : index === columns.position ? 'Библиотекарь' : index === columns.rate ? '1' : cell));
}

/** Windows-1251 holds no Kazakh letters: the heads are written as Russian speakers write them. */
const RUSSIAN: Record<string, string> = { Қ: 'К', қ: 'к', Ғ: 'Г', ғ: 'г', Ү: 'У', ү: 'у', Ұ: 'У', ұ: 'у', Ө: 'О', ө: 'о', Ә: 'А', ә: 'а', І: 'И', і: 'и', Ң: 'Н', ң: 'н', Һ: 'Х', һ: 'х' };
const inRussian = (text: string): string => [...text].map((letter) => RUSSIAN[letter] ?? letter).join('');
/** Heads whose year of birth is another one here: who is meant, a person decides. */
export const DOUBTED = 10;
export const contacts: readonly (readonly string[])[] = [
  ['ФИО', 'Дата рождения', 'Код библиотеки', 'Должность', 'Электронная почта'],
  ...people.slice(0, LIBRARIES).map(({ name, birth, library, email }, index) => [inRussian(name), index < DOUBTED ? birth.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)) : birth, library, 'Заведующая библиотекой', email]),
];

/** Semicolons and Windows-1251, as an old Excel saves it. */
export function contactsFile(): Uint8Array<ArrayBuffer> {
  const text = contacts.map((row) => row.join(';')).join('\r\n');
  return Uint8Array.from(text, (letter) => {
    const point = letter.codePointAt(0)!;
    if (point < 128) return point;
    if (letter === 'ё') return 0xb8;
    if (letter === 'Ё') return 0xa8;
    if (point >= 0x410 && point <= 0x44f) return point - 0x410 + 0xc0;
    throw new Error(`Windows-1251 has no ${letter}`);
  });
}
