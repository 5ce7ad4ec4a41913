/**
 * npm run new:module -- MODULE NOUN      for example: npm run new:module -- surveys survey
 * Makes the smallest whole module (README, door, tables, queries, schemas, policy, access, service, tests, migration) and enters its migration
 * into the list. Nothing is written when a name does not fit or a file is there already.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TIERS } from '../tests/architecture/dependency-rules.ts';
import { TEMPLATES } from './new-module/templates.ts';

const LIST = 'src/server/migrations/index.ts';

export interface Wanted {
  module: string;
  noun: string;
  now: Date;
}

/** Path → text of everything that is new, or a sentence why not. `list` is the text of the list of migrations. */
export function newModule({ module, noun, now }: Wanted, list: string): { files: Map<string, string> } | { refusal: string } {
  const known = Object.values(TIERS).flat() as string[];
  if (!known.includes(module)) return { refusal: `"${module}" has no tier. Enter it in tests/architecture/dependency-rules.ts first; there are: ${known.join(', ')}.` };
  if (!/^[a-z]{2,30}$/.test(noun)) return { refusal: `"${noun}" is no name: one English word in small letters, such as survey.` };
  const last = [...list.matchAll(/^ {2}'(\d{8}_\d{4})_\w+':/gm)].at(-1)?.[1] ?? '';
  const stamp = [stampOf(now), minuteAfter(last)].sort().at(-1) ?? '';
  const migration = `${stamp}_${module}_create_tables`;

  const plural = module === `${noun}s` || module.startsWith(noun) ? module : `${noun}s`;
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  const fill = (text: string) =>
    text
      .replaceAll('MIGRATION', migration)
      .replaceAll('MODULE', module)
      .replaceAll('NOUNS', plural)
      .replaceAll('NOUN', noun)
      // In names of functions and types the words stand inside others: createNoun, listNounsFor.
      .replaceAll('Nouns', capital(plural))
      .replaceAll('Noun', capital(noun));
  const files = new Map(Object.entries(TEMPLATES).map(([path, text]) => [fill(path), fill(text)]));
  const name = `${module}CreateTables`;
  const entered = list
    .replace(/\n\n\/\*\*/, `\nimport * as ${name} from './${migration}.ts';\n\n/**`)
    .replace(/\n};\s*$/, `\n  '${migration}': ${name},\n};\n`);
  files.set(LIST, entered);
  return { files };
}

function stampOf(at: Date): string {
  return at.toISOString().replace(/[-:]/g, '').replace('T', '_').slice(0, 13);
}

/** Migrations run in the order of their names: a new one comes last, whatever this computer's clock says. */
function minuteAfter(stamp: string): string {
  const [, y, mo, d, h, mi] = /^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)$/.exec(stamp) ?? [];
  return y ? stampOf(new Date(Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi) + 1))) : '';
}

function main(root: string, args: string[]): number {
  const [module, noun] = args;
  if (!module || !noun || args.length > 2) {
    console.error('Give the name of the module and of what it holds, for example: npm run new:module -- surveys survey');
    return 1;
  }
  if (existsSync(join(root, 'src/server/modules', module))) {
    console.error(`The module ${module} exists already.`);
    return 1;
  }
  const made = newModule({ module, noun, now: new Date() }, readFileSync(join(root, LIST), 'utf8'));
  if ('refusal' in made) {
    console.error(made.refusal);
    return 1;
  }
  for (const [path, text] of made.files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(path);
  }
  console.log(`\nNow: write down its words, states and invariants in README.md, then run
  UPDATE_CONTRACTS=1 npx vitest run tests/contracts   and read the diff
  npx vitest run src/server/modules/${module}
Its name in six languages: messages/<locale>/${module}.json.`);
  return 0;
}

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === process.argv[1]) {
  process.exitCode = main(dirname(dirname(fileURLToPath(import.meta.url))), process.argv.slice(2));
}
