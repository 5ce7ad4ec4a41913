/**
 * npm run dev -- [what the demo takes: --port N --data DIR --seed S --today D --size N]
 * The demo with pages compiled as they are asked for. A page changes with the next reload of the browser; a change under src/server starts
 * the process again (the data stay); messages and browser scripts are compiled when they change.
 */
import { spawn, spawnSync } from 'node:child_process';
import { watch } from 'node:fs';
import { resolve } from 'node:path';

const vite = 'node_modules/vite/bin/vite.js';

function step(name: string, args: string[]): void {
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.stderr.write(`${name}: failed, the last whole state stays\n`);
}

const compileMessages = () => step('messages', ['scripts/messages.ts']);
const compileScripts = () => step('browser scripts', [vite, 'build', '--config', 'vite.enhance.config.ts', '--logLevel', 'warn']);

/** One run after a burst of changes: editors write a file in several steps. */
function onChange(folder: string, wanted: (path: string) => boolean, work: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  watch(folder, { recursive: true }, (_, path) => {
    if (path === null || !wanted(path)) return;
    clearTimeout(timer);
    timer = setTimeout(work, 150);
  });
}

step('SvelteKit types', ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync']);
compileScripts();
onChange('messages', (path) => path.endsWith('.json'), compileMessages);
onChange('src/lib/enhance', (path) => !path.startsWith('built') && path.endsWith('.ts') && !path.endsWith('.test.ts'), compileScripts);

const given = process.argv.slice(2);
const data = given.some((argument) => argument.startsWith('--data')) ? [] : ['--data', resolve('data/dev')];
// Node watches every file that the process has imported and starts it anew; SIGTERM lets it close the database first.
const child = spawn(process.execPath, ['--watch', '--watch-preserve-output', 'scripts/dev-server.ts', '--demo', ...data, ...given], {
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'development' },
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));
