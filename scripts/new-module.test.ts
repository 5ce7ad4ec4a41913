import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { newModule } from './new-module.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'sheberlik-module-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
const list = readFileSync(join(root, 'src/server/migrations/index.ts'), 'utf8');
const now = new Date('2027-01-31T09:05:00Z');
const refusal = (module: string, noun: string) => {
  const made = newModule({ module, noun, now }, list);
  return 'refusal' in made ? made.refusal : null;
};

describe('npm run new:module', () => {
  it('refuses names without a tier, and names that are none', () => {
    expect(refusal('library', 'book')).toMatch(/^"library" has no tier\. .*dependency-rules\.ts/);
    expect(refusal('surveys', 'Survey Form')).toMatch(/^"Survey Form" is no name/);
    expect(refusal('surveys', 'survey')).toBeNull();
  });

  it('puts its migration last, even when the clock is behind', () => {
    const made = newModule({ module: 'surveys', noun: 'survey', now: new Date('2020-01-01T00:00:00Z') }, list);
    const names = [...('files' in made ? (made.files.get('src/server/migrations/index.ts') ?? '') : '').matchAll(/^ {2}'(\w+)':/gm)].map(([, name]) => name);
    expect(names.at(-1)).toMatch(/_surveys_create_tables$/);
    expect(names).toEqual([...names].sort());
  });

  it('leaves no word of the templates unfilled', () => {
    const made = newModule({ module: 'surveys', noun: 'survey', now }, list);
    const text = 'files' in made ? [...made.files].flat().join('\n') : '';
    expect(text).toContain('createSurvey');
    expect(text).toContain("'20270131_0905_surveys_create_tables': surveysCreateTables,\n};");
    expect(text).not.toMatch(/MODULE|NOUN|\bNouns?\b|MIGRATION/);
  });

  // It checks the types of the whole tree: close to a minute.
  it.skipIf(process.env.SHEBERLIK_LONG !== '1')('makes a module that type checks, keeps the rules of architecture, and whose tests pass on a real database', { timeout: 240_000 }, () => {
    for (const part of ['src', 'scripts', 'tests', 'messages', 'package.json', 'tsconfig.json', 'vitest.config.ts', 'static', 'docs']) {
      cpSync(join(root, part), join(place, part), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'));
    symlinkSync(join(root, '.svelte-kit'), join(place, '.svelte-kit'));
    execFileSync(process.execPath, ['scripts/new-module.ts', 'surveys', 'survey'], { cwd: place, stdio: 'pipe' });
    expect(spawnSync(process.execPath, ['scripts/new-module.ts', 'surveys', 'survey'], { cwd: place, encoding: 'utf8' }).stderr).toContain('exists already');

    writeFileSync(join(place, 'tsconfig.module.json'), JSON.stringify({ extends: './tsconfig.json', include: ['src/app.d.ts', 'src/server/modules/surveys', 'src/server/migrations'] }));
    const tsc = (...more: string[]) => spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.module.json', ...more], { cwd: place, encoding: 'utf8' });
    expect(tsc('--listFilesOnly').stdout).toContain('modules/surveys/surveys.service.ts');
    // Of the rest of the source, other tests say whether it is whole.
    expect(tsc().stdout.split('\n').filter((line) => /modules\/surveys|migrations\//.test(line))).toEqual([]);

    const vitest = (args: string[], env = {}) =>
      spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...args], { cwd: place, encoding: 'utf8', env: { ...process.env, VITEST: '', ...env } });
    const own = vitest(['src/server/modules/surveys']);
    expect(own.status, own.stdout + own.stderr).toBe(0);
    vitest(['tests/contracts/sql.test.ts'], { UPDATE_CONTRACTS: '1' });
    const rules = vitest(['tests/contracts/sql.test.ts', 'tests/architecture/dependencies.test.ts']);
    expect(rules.status, rules.stdout + rules.stderr).toBe(0);
  });
});
