/** Everything that can be said about the source without running it: types, lint. Rules of architecture run with the tests. */
import { spawnSync } from 'node:child_process';

const steps: [name: string, args: string[]][] = [
  ['SvelteKit types', ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync']],
  ['types', ['node_modules/svelte-check/bin/svelte-check', '--fail-on-warnings', '--output', 'human']],
  ['lint', ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.']],
];

let failed = 0;
for (const [name, args] of steps) {
  const begun = performance.now();
  const done = spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const ok = done.status === 0;
  if (!ok) failed++;
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)\n`);
  if (!ok) process.stdout.write(`${done.stdout}${done.stderr}\n`);
}
process.exit(failed === 0 ? 0 : 1);
