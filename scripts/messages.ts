/**
 * node scripts/messages.ts [root]            compile
 * node scripts/messages.ts --unused [root]   list the keys that no source names, and exit with 1 when there are any
 * Checks messages/<locale>/<module>.json in all languages and compiles them to typed functions in src/lib/i18n/compiled.
 * Exits with 1 and lists every problem (locale, key, reason) when the catalogue is not whole: a page must never meet a missing word.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LOCALES } from '../src/lib/i18n/locales.ts';
import { checkCatalogue, type Problem } from './messages/check.ts';
import { generateKeys, generateLocale } from './messages/generate.ts';
import { readCatalogue } from './messages/read.ts';
import { unusedKeys } from './messages/unused.ts';

export interface Outcome {
  readonly problems: readonly Problem[];
  /** file name → text, empty when there are problems */
  readonly files: ReadonlyMap<string, string>;
  readonly keyCount: number;
}

/** Reads, checks and generates without writing anything. */
export function compileMessages(messagesFolder: string): Outcome {
  const { catalogue, problems } = readCatalogue(messagesFolder);
  const checked = checkCatalogue(catalogue);
  const all = [...problems, ...checked.problems];
  const files = new Map<string, string>();
  if (all.length === 0) {
    files.set('keys.ts', generateKeys(checked.signatures));
    for (const locale of LOCALES) files.set(`${locale}.ts`, generateLocale(locale, checked.parsed[locale]));
  }
  return { problems: all, files, keyCount: checked.signatures.size };
}

/** Writes only what differs, so that a watcher or an incremental type check is not woken for nothing. Returns the names written. */
export function writeCompiled(folder: string, files: ReadonlyMap<string, string>): string[] {
  mkdirSync(folder, { recursive: true });
  const written: string[] = [];
  for (const [name, text] of files) {
    const path = join(folder, name);
    if (existing(path) === text) continue;
    writeFileSync(path, text);
    written.push(name);
  }
  for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(join(folder, name));
  return written;
}

function existing(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function main(root: string): number {
  const { problems, files, keyCount } = compileMessages(join(root, 'messages'));
  if (problems.length > 0) {
    for (const { locale, key, reason } of problems) console.error(`${locale}  ${key}  ${reason}`);
    console.error(`messages: ${problems.length} problem(s), nothing compiled`);
    return 1;
  }
  const written = writeCompiled(join(root, 'src/lib/i18n/compiled'), files);
  console.log(`messages: ${keyCount} keys in ${LOCALES.length} languages, ${written.length} file(s) written`);
  return 0;
}

function listUnused(root: string): number {
  const unused = unusedKeys(readCatalogue(join(root, 'messages')).catalogue.en.keys(), join(root, 'src'));
  for (const key of unused) console.log(key);
  return unused.length > 0 ? 1 : 0;
}

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === process.argv[1]) {
  const folders = process.argv.slice(2).filter((argument) => argument !== '--unused');
  const root = folders[0] ?? dirname(dirname(fileURLToPath(import.meta.url)));
  process.exitCode = process.argv.includes('--unused') ? listUnused(root) : main(root);
}
