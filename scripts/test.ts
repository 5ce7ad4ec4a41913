/**
 * All kinds of tests, as a user would run them. Ends with the ten slowest tests and one line `N passed, N failed`.
 * `--long`: twenty fault rounds, all locales, load tests.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureTestTools } from './test-tools.ts';

const long = process.argv.includes('--long');
const env = { ...process.env, ...(long ? { SHEBERLIK_LONG: '1' } : {}), FORCE_COLOR: '0', NODE_OPTIONS: '', NODE_COMPILE_CACHE: 'node_modules/.cache/compiled' };
const outDir = mkdtempSync(join(tmpdir(), 'sheberlik-results-'));
mkdirSync('test-artefacts', { recursive: true });

interface Result {
  testResults: { name: string; message: string; assertionResults: { fullName: string; status: string; duration?: number | null; failureMessages?: string[] }[] }[];
}

let passed = 0;
let failed = 0;
const timings: { name: string; ms: number }[] = [];
/** Named at the end: in a long output a failure is far above. */
const failures: string[] = [];

function step(name: string, args: string[]): boolean {
  const begun = performance.now();
  process.stdout.write(`\n── ${name}\n`);
  const done = spawnSync(process.execPath, args, { stdio: 'inherit', env });
  process.stdout.write(`   ${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
  return done.status === 0;
}

/** A step that is one test in itself. */
function single(name: string, args: string[]): void {
  if (step(name, args)) passed++;
  else {
    failed++;
    failures.push(name);
  }
}

function suite(name: string, config: string): void {
  const file = join(outDir, `${name.replaceAll(' ', '-')}.json`);
  const ok = step(name, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  let before = failed;
  try {
    const result = JSON.parse(readFileSync(file, 'utf8')) as Result;
    for (const { name: path, message, assertionResults } of result.testResults) {
      if (assertionResults.length === 0) {
        failed++;
        failures.push(`${path}: ${message.slice(0, 500)}`);
      }
      for (const test of assertionResults) {
        // Left to `npm run test:long`.
        if (test.status === 'skipped' || test.status === 'pending') continue;
        const title = `${path.split('/').slice(-2).join('/')} › ${test.fullName}`;
        if (test.status === 'passed') passed++;
        else {
          failed++;
          failures.push(`${title}\n      ${(test.failureMessages?.[0] ?? '').slice(0, 500).replaceAll('\n', '\n      ')}`);
        }
        timings.push({ name: title, ms: test.duration ?? 0 });
      }
    }
  } catch {
    failed++;
    failures.push(`${name}: no results`);
    before = -1;
  }
  // An error outside of a test (a global setup, an unhandled rejection) must not pass for success.
  if (!ok && before === failed) {
    failed++;
    failures.push(`${name}: an error outside of a test`);
  }
}

ensureTestTools();
single('types and lint', ['scripts/check.ts']);
suite('unit, service and architecture', 'vitest.config.ts');
suite('end to end', 'vitest.e2e.config.ts');
suite('faults', 'vitest.faults.config.ts');
rmSync(outDir, { recursive: true, force: true });

if (failures.length > 0) process.stdout.write(`\nFailed:\n${failures.map((one) => `  ${one}\n`).join('')}`);
process.stdout.write('\nThe ten slowest:\n');
for (const { name, ms } of timings.sort((a, b) => b.ms - a.ms).slice(0, 10)) process.stdout.write(`  ${(ms / 1000).toFixed(1).padStart(6)} s  ${name}\n`);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
