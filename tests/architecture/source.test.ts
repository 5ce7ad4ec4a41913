import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ERROR_MODULES } from '#lib/ui/error-words.ts';
import { LONGEST, LONGEST_PAGE_SERVER, sourceRules, VAGUE_NAMES } from './source-rules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'tests', 'bench', 'scripts'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((path) => /\.(ts|mjs|svelte)$/.test(path) && !path.startsWith('tests/architecture/fixtures/'));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');

describe('the text of the source', () => {
  it.each(sourceRules)('$name: good lines pass and bad lines fail', (rule) => {
    expect(rule.good.filter((line) => rule.find.test(line))).toEqual([]);
    expect(rule.bad.filter((line) => !rule.find.test(line))).toEqual([]);
  });

  it.each(sourceRules)('$name is kept', (rule) => {
    const found = files.filter(rule.applies).flatMap((path) =>
      read(path)
        .split('\n')
        .map((line, index) => ({ line, at: `${path}:${index + 1}` }))
        .filter(({ line }) => rule.find.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line))
        .map(({ at, line }) => `${at} ${line.trim().slice(0, 100)}`),
    );
    expect(found, rule.message).toEqual([]);
  });

  it('holds no file longer than the limit', () => {
    const long = files
      .map((path) => ({ path, lines: read(path).split('\n').length - 1 }))
      .filter(({ path, lines }) => lines > (path.endsWith('+page.server.ts') ? LONGEST_PAGE_SERVER : LONGEST));
    expect(long).toEqual([]);
  });

  it('holds no file with a name that says nothing', () => {
    expect(files.filter((path) => VAGUE_NAMES.test(path))).toEqual([]);
  });

  it('names no error code without words in the reader’s language', async () => {
    const { isMessageKey } = await import('#lib/i18n/index.ts');
    const modules = ERROR_MODULES;
    const missing = new Set<string>();
    for (const path of files.filter((p) => p.startsWith('src/server/') && !/\.test\.ts$|platform\/(pdf|postgres|backup|transfer)\//.test(p))) {
      const text = read(path);
      const codes = [
        ...text.matchAll(/new AppError\(\s*'([a-z_]+\.[a-z_]+)'/g),
        ...text.matchAll(/\binvalid\(\s*[^,]+,\s*'([a-z_]+\.[a-z_]+)'/g),
        ...text.matchAll(/code: '([a-z_]+\.[a-z_]+)'/g),
      ].map((match) => match[1] ?? '');
      for (const code of codes) {
        const tail = code.replaceAll('.', '_');
        if (![`errors.${tail}`, ...modules.map((m) => `${m}.error.${tail}`)].some(isMessageKey)) missing.add(`${path}: ${code}`);
      }
    }
    expect([...missing]).toEqual([]);
  });

  it('words of an error code stand once: two modules that use one code would answer with the words of the first', () => {
    const keys = Object.keys(JSON.parse(read('messages/en/errors.json')) as object).map((key) => key.replace(/^errors\./, ''));
    for (const module of ERROR_MODULES) {
      const own = Object.keys(JSON.parse(read(`messages/en/${module}.json`)) as object);
      keys.push(...own.filter((key) => key.startsWith(`${module}.error.`)).map((key) => key.slice(module.length + 7)));
    }
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });
});
