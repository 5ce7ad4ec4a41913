import { readTime } from '#lib/forms/index.ts';
import { COUNTRIES, countryName, languageName, LOCALES, OWN_NAMES, translator, type Locale } from '#lib/i18n/index.ts';
import type { TalkKind } from './seminars.tables.ts';

/** A row of a pasted table: start, end, title, speakers, country, language. Pure. */
export interface PastedRow {
  /** Counted from 1 as in the pasted text. */
  row: number;
  kind: TalkKind;
  starts: string;
  ends: string;
  title: string;
  speakers: string[];
  country: string | null;
  language: Locale | null;
}

export interface PasteProblem {
  row: number;
  code: 'paste.no_times' | 'paste.no_title' | 'paste.country' | 'paste.language' | 'text.too_long';
  params: Record<string, string | number>;
}

export interface Pasted {
  rows: PastedRow[];
  problems: PasteProblem[];
}

const LONGEST_TITLE = 250;
const fold = (text: string) => text.normalize('NFKC').trim().toLowerCase().replaceAll('ё', 'е');

/** Names of countries in all our languages, and their codes. */
const countries = new Map(
  COUNTRIES.flatMap((code) => [[fold(code), code] as const, ...LOCALES.map((locale) => [fold(countryName(code, locale)), code] as const)]),
);
const languages = new Map(
  LOCALES.flatMap((code) => [
    [fold(code), code] as const,
    [fold(OWN_NAMES[code]), code] as const,
    ...LOCALES.map((locale) => [fold(languageName(code, locale)), code] as const),
  ]),
);

/** Reads rows copied from a spreadsheet (tabs between columns). A first row without times is taken for the heads of the columns. */
export function readPaste(text: string): Pasted {
  const rows: PastedRow[] = [];
  const problems: PasteProblem[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  const first = lines.findIndex((line) => line.trim() !== '');
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const row = index + 1;
    const cells = line.split('\t').map((cell) => cell.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"').trim());
    const { starts, ends, rest } = timesOf(cells);
    if (!starts || !ends) {
      const isHead = index === first && !/\d/.test(`${cells[0] ?? ''}${cells[1] ?? ''}`);
      if (!isHead) problems.push({ row, code: 'paste.no_times', params: {} });
      return;
    }
    const [title = '', who = '', from = '', tongue = ''] = rest;
    if (title === '') return void problems.push({ row, code: 'paste.no_title', params: {} });
    if ([...title].length > LONGEST_TITLE) return void problems.push({ row, code: 'text.too_long', params: { max: LONGEST_TITLE } });
    const country = from === '' ? null : (countries.get(fold(from)) ?? undefined);
    if (country === undefined) return void problems.push({ row, code: 'paste.country', params: { value: from.slice(0, 60) } });
    const language = tongue === '' ? null : languageOf(tongue);
    if (language === undefined) return void problems.push({ row, code: 'paste.language', params: { value: tongue.slice(0, 60) } });
    const speakers = who.split(';').map((name) => name.trim()).filter(Boolean);
    rows.push({ row, kind: kindOf(title, speakers), starts, ends, title, speakers, country, language });
  });
  return { rows, problems };
}

/** Start and end in two columns, or in one as `10:20–10:40`. */
function timesOf(cells: readonly string[]): { starts: string | null; ends: string | null; rest: string[] } {
  const [first = '', second = '', ...others] = cells;
  const range = /^(\d{1,2}[:.]\d{2})\s*[-–—]\s*(\d{1,2}[:.]\d{2})$/.exec(first);
  if (range) return { starts: readTime(range[1] ?? ''), ends: readTime(range[2] ?? ''), rest: [second, ...others] };
  return { starts: readTime(first), ends: readTime(second), rest: others };
}

function languageOf(text: string): Locale | undefined {
  const folded = fold(text);
  const exact = languages.get(folded);
  if (exact) return exact;
  // "русский язык", "орыс тілінде": the word of the language comes first.
  return [...languages].find(([name]) => name.length >= 4 && folded.startsWith(name.split(' ')[0] ?? name))?.[1];
}

const KINDS = ['break', 'opening', 'closing', 'discussion'] as const;
const kindWords = KINDS.map((kind) => ({ kind, words: LOCALES.map((locale) => fold(translator(locale)(`seminars.programme.kind_${kind}`))) }));

/** Who speaks makes a talk; without a speaker the first word of the title says what it is. */
function kindOf(title: string, speakers: readonly string[]): TalkKind {
  if (speakers.length > 0) return 'talk';
  const folded = fold(title);
  return kindWords.find(({ words }) => words.some((word) => folded.startsWith(word)))?.kind ?? 'discussion';
}
