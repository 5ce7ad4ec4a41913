import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCALES, type Locale } from '../../src/lib/i18n/locales.ts';
import type { Problem } from './check.ts';

/** key → ICU text, per language */
export type Catalogue = Readonly<Record<Locale, ReadonlyMap<string, string>>>;

const FILE = /^[a-z][a-z0-9-]*\.json$/;
const KEY = /^[a-z][a-z0-9-]*(\.[a-z0-9][A-Za-z0-9_-]*)+$/;

export function readCatalogue(folder: string): { catalogue: Catalogue; problems: Problem[] } {
  const problems: Problem[] = [];
  const names = new Map(LOCALES.map((locale) => [locale, filesOf(join(folder, locale))]));
  const modules = [...new Set([...names.values()].flat())].sort();
  const catalogue = {} as Record<Locale, Map<string, string>>;
  for (const locale of LOCALES) {
    const entries = (catalogue[locale] = new Map<string, string>());
    for (const file of modules) {
      if (!FILE.test(file)) {
        problems.push({ locale, key: file, reason: 'is not a message file: <module>.json in lower case is expected' });
      } else if (!names.get(locale)?.includes(file)) {
        problems.push({ locale, key: file, reason: 'file is missing in this language' });
      } else {
        readFile(join(folder, locale, file), file.slice(0, -'.json'.length), locale, entries, problems);
      }
    }
  }
  return { catalogue, problems };
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function readFile(
  path: string,
  module: string,
  locale: Locale,
  entries: Map<string, string>,
  problems: Problem[],
): void {
  const text = readFileSync(path, 'utf8');
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    problems.push({ locale, key: `${module}.json`, reason: `is not JSON: ${String(error)}` });
    return;
  }
  if (data === null || typeof data !== 'object' || Array.isArray(data)) {
    problems.push({ locale, key: `${module}.json`, reason: 'must be one flat object of key and text' });
    return;
  }
  const values = Object.entries(data);
  for (const [key, value] of values) {
    if (!key.startsWith(`${module}.`)) problems.push({ locale, key, reason: `must begin with "${module}."` });
    else if (!KEY.test(key)) problems.push({ locale, key, reason: 'is not a key of the form module.screen.element' });
    if (typeof value !== 'string') problems.push({ locale, key, reason: 'text expected' });
    else entries.set(key, value);
  }
  if (values.every(([, value]) => typeof value === 'string')) {
    for (const key of twice(text)) problems.push({ locale, key, reason: 'stands twice in the file' });
  }
}

/** JSON.parse keeps the last of two equal keys without a word. In a flat object of strings every other string literal is a key. */
function twice(text: string): string[] {
  const literals = text.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  const keys = literals.filter((_, index) => index % 2 === 0).map((literal) => String(JSON.parse(literal)));
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
}
