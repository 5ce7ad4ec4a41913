/** Everything that can be said about the source without running it: types, lint. Rules of architecture run with the tests. */
import { spawn } from 'node:child_process';

type Step = readonly [name: string, args: readonly string[]];
const FIRST: Step = ['SvelteKit types', ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync']];
/** Each uses one core: side by side they take as long as the longer one. */
const THEN: readonly Step[] = [
  ['types', ['node_modules/svelte-check/bin/svelte-check', '--fail-on-warnings', '--output', 'human']],
  ['lint', ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.']],
];

function run([name, args]: Step): Promise<boolean> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)\n`);
      if (code !== 0) process.stdout.write(`${output}\n`);
      resolve(code === 0);
    });
  });
}

const done = [await run(FIRST), ...(await Promise.all(THEN.map(run)))];
process.exit(done.every(Boolean) ? 0 : 1);
