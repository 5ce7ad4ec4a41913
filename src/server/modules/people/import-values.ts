/** Cells as people write them → values. Each answers null for what cannot be meant; nothing is guessed beyond the words. */
import { readDate, readNumber } from '#lib/forms/index.ts';
import type { TableCell } from '#server/platform/tabular/workbook.ts';
import { MONTHS } from './import-words.data.ts';
import type { EducationLevel } from './registry.tables.ts';
import { EDUCATION } from './import-words.data.ts';

/** Small letters without signs, as in the lists of words. */
export const plainWord = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    // A dash alone means «none»; between words it is a sign like any other.
    .replace(/[^\p{L}\p{N}+✓✔–-]+|[–-]+(?=.*[\p{L}\p{N}])|(?<=[\p{L}\p{N}].*)[–-]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();

const compiled = new WeakMap<readonly (readonly [unknown, string])[], { exact: Map<string, unknown>; begins: [string, unknown][] }>();

function indexOf(words: readonly (readonly [unknown, string])[]) {
  let index = compiled.get(words);
  if (!index) {
    index = { exact: new Map(), begins: [] };
    for (const [value, list] of words) {
      for (const word of list.split('|')) {
        const plain = plainWord(word.replace('*', ''));
        if (word.endsWith('*')) index.begins.push([plain, value]);
        if (!index.exact.has(plain)) index.exact.set(plain, value);
      }
    }
    compiled.set(words, index);
  }
  return index;
}

/** The value whose word the cell is, or begins with; null when no word fits. */
export function readChoice<Value>(words: readonly (readonly [Value, string])[], text: string): Value | null {
  const plain = plainWord(text);
  const { exact, begins } = indexOf(words);
  if (exact.has(plain)) return exact.get(plain) as Value;
  return (begins.find(([word]) => plain.startsWith(word))?.[1] as Value | undefined) ?? null;
}

export type ReadDay = { day: string } | { year: number } | null;

/** A day, day first; a year alone is told apart, because a day must not be invented. `birth`: of two-digit years the past one is meant. */
export function readDay(cell: TableCell, options: { birth?: boolean; thisYear: number }): ReadDay {
  if (cell.date !== undefined) return { day: cell.date };
  const text = cell.text.replace(/\s+/g, ' ').trim();
  const bare = text.replace(/\s*(?:г\.?р\.?|г\.?|год[а]?|ж\.?|жыл[ыі]?|թ\.?|year|\.)$/iu, '').trim();
  if (/^\d{4}$/.test(bare)) return yearOf(Number(bare));
  // A date whose cell has lost its format: days since the beginning of 1900.
  if (cell.number !== undefined || /^\d{5}$/.test(bare)) return fromSerial(cell.number ?? Number(bare));
  const day = readDate(bare) ?? readDate(bare.replace(/\s*[-./]\s*/g, '.').replace(/,? \d{1,2}:\d{2}(?::\d{2})?$/, ''));
  if (day) return { day };
  const short = /^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{2})$/.exec(bare);
  if (short) {
    const year = Number(short[3]);
    const century = year > (options.thisYear % 100) + (options.birth ? -14 : 1) ? 1900 : 2000;
    return asDay(readDate(`${short[1]}.${short[2]}.${century + year}`));
  }
  const words = bare.toLowerCase().match(/[\p{L}]+|\d+/gu) ?? [];
  const month = MONTHS.findIndex((beginnings) => beginnings.split('|').some((beginning) => words.some((word) => word.startsWith(beginning))));
  const figures = words.filter((word) => /^\d+$/.test(word));
  const year = figures.find((figure) => figure.length === 4);
  const dayOfMonth = figures.find((figure) => figure.length <= 2);
  if (month !== -1 && figures.length === 2 && year && dayOfMonth) return asDay(readDate(`${dayOfMonth}.${month + 1}.${year}`));
  if (figures.length === 1 && year && month !== -1) return yearOf(Number(year));
  const monthYear = /^(?:0?[1-9]|1[0-2])[./-](\d{4})$/.exec(bare);
  return monthYear ? yearOf(Number(monthYear[1])) : null;
}

const asDay = (day: string | null): ReadDay => (day === null ? null : { day });
const yearOf = (year: number): ReadDay => (year >= 1900 && year <= 2100 ? { year } : null);

function fromSerial(serial: number): ReadDay {
  if (!Number.isInteger(serial) || serial < 3654 || serial > 73_050) return null;
  return { day: new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10) };
}

const FRACTIONS: Readonly<Record<string, number>> = { '½': 0.5, '¼': 0.25, '¾': 0.75, '⅓': 0.33, '⅔': 0.67 };

/** "0,5", "1/2", "½", "1½", "50 %", "полставки", "1,0 ст." */
export function readRate(cell: TableCell): number | null {
  const text = plainRate(cell.text);
  const word = (
    [
      [/^(?:пол ?ставки|половина|жарты ставка|жарты|жарым ставка|жарым|half|паўстаўкі|палова|կես)$/, 0.5],
      [/^(?:полторы|полторы ставки|бір жарым|бир жарым|one and a half|паўтары|паўтары стаўкі)$/, 1.5],
      [/^(?:четверть|четверть ставки|ширек|чейрек|quarter|чвэрць)$/, 0.25],
      [/^(?:полная|целая|полная ставка|целая ставка|ставка|толық|толық ставка|бүтін|толук|толук ставка|full|full time|поўная|լրիվ)$/, 1],
    ] as const
  ).find(([pattern]) => pattern.test(text));
  if (word) return word[1];
  const bare = text.replace(/ ?(?:ставк[аиу]|ставок|ставкасы|ставка|стаўк[аі]|ст|шт ед|դրույք|fte)\.?$/, '').trim();
  const part = /^(\d*) ?([½¼¾⅓⅔])$/.exec(bare);
  if (part) return Number(part[1] || 0) + FRACTIONS[part[2]!]!;
  const ratio = /^(?:(\d) )?(\d)\/(\d)$/.exec(bare);
  if (ratio && ratio[3] !== '0') return Math.round((Number(ratio[1] ?? 0) + Number(ratio[2]) / Number(ratio[3])) * 100) / 100;
  const percent = /^(\d{1,3}(?:[.,]\d)?) ?%$/.exec(bare);
  const value = percent ? (readNumber(percent[1]!) ?? NaN) / 100 : readNumber(bare);
  return value !== null && value >= 0.05 && value <= 2 ? Math.round(value * 100) / 100 : null;
}

const plainRate = (text: string) => text.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').replace(/^[\s.]+|[\s.]+$/g, '');

export interface ReadEducation {
  level: EducationLevel;
  /** null: the words do not say */
  library: boolean | null;
}

/** «Высшее библиотечное», «ср.-спец., непрофильное», «жоғары, кітапханалық». */
export function readEducation(text: string): ReadEducation | null {
  const plain = plainWord(text);
  let library: boolean | null = null;
  if (/(?:^| )(?:не ?библ|непроф|не профил|не по профилю|nonlib|non lib|не спец|кітапханалық емес|бейінді емес)/.test(plain)) library = false;
  else if (/(?:^| )(?:библ|бібліят|кітапхан|китепкан|librar|գրադարան|профильн)/.test(plain)) library = true;
  const words = plain.replace(/(?:^| )(?:не )?(?:\S*библ\S*|бібліят\S*|кітапхан\S*|китепкан\S*|library|գրադարան\S*|\S*профил\S*)(?: емес)?/g, ' ').replace(/ +/g, ' ').trim();
  const level = readChoice(EDUCATION, words) ?? readChoice(EDUCATION, plain);
  return level === null ? null : { level, library };
}

export function readYear(cell: TableCell): number | null {
  const year = cell.date ? Number(cell.date.slice(0, 4)) : Number(/(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(cell.text)?.[1] ?? NaN);
  return year >= 1930 && year <= 2100 ? year : null;
}

/** As it may be kept; letters around the figures are taken off, two numbers stay two. */
export function readPhone(text: string): string | null {
  const bare = text
    .replace(/(?:тел|моб|сот|раб|дом|ұялы|tel|phone|mob|հեռ|вн|доб|ext)\.?:?/giu, ' ')
    .replace(/[/|\n]+/g, ', ')
    .replace(/[–—‑]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;.:-]+|[\s,;.:-]+$/g, '');
  const figures = bare.replace(/\D/g, '').length;
  return figures >= 5 && bare.length <= 40 && /^[+\d(][\d\s().,;+-]*$/.test(bare) ? bare.replace(/^\(/, '8 (').slice(0, 40) : null;
}

const EMAIL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;

/** One address; a mailbox that several share is fine. */
export function readEmail(text: string): string | null {
  const first = text.replace(/^mailto:/i, '').split(/[\s,;]+/).find((piece) => piece.includes('@')) ?? '';
  const bare = first.replace(/^[<(]+|[>).]+$/g, '').toLowerCase();
  return bare.length <= 254 && EMAIL.test(bare) ? bare : null;
}

/** "52,30; 76,95" · "52.3012, 76.9541" */
export function readPoint(text: string): { latitude: number; longitude: number } | null {
  const figures = text.match(/-?\d{1,3}(?:[.,]\d+)?/g) ?? [];
  if (figures.length !== 2) return null;
  const [latitude, longitude] = figures.map((figure) => Number(figure.replace(',', '.')));
  return Math.abs(latitude!) <= 90 && Math.abs(longitude!) <= 180 ? { latitude: latitude!, longitude: longitude! } : null;
}

export function readDegrees(cell: TableCell, most: number): number | null {
  const value = cell.number ?? readNumber(cell.text.replace(/[°º]/g, ''));
  return value !== null && Math.abs(value) <= most ? value : null;
}
