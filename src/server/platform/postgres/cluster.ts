import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { spawnAs, type RunAccount } from './account.ts';
import type { PostgresBinaries } from './binaries.ts';

const run = promisify(execFile);

/** The role and the database that every embedded installation uses. */
export const ROLE = 'sheberlik';

/** Environment of every PostgreSQL process: nothing of ours, messages in English so that they can be searched for. */
export const postgresEnv = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * How a PostgreSQL process names the cluster folder. As root on Linux the folders above may be closed to the run account (0700), so the
 * process is started *inside* the cluster and reaches it through `/proc/self/cwd`, which needs no permission on the folders above.
 */
export function clusterArgument(account: RunAccount, clusterDir: string): string {
  return account.stepDown && process.platform === 'linux' ? '/proc/self/cwd' : clusterDir;
}

/** Creates the cluster when there is none. Half-made clusters never take the real name: they are built beside it and renamed. */
export async function ensureCluster(
  clusterDir: string,
  password: string,
  socketDir: string,
  account: RunAccount,
  binaries: PostgresBinaries,
): Promise<'created' | 'present'> {
  if (await lstat(join(clusterDir, 'PG_VERSION')).catch(() => undefined)) return 'present';
  const fresh = `${clusterDir}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await chmod(fresh, 0o700);
  const pwfile = join(socketDir, 'initdb-password');
  await writePrivate(pwfile, password);
  if (account.stepDown) {
    await chown(fresh, account.uid, account.gid);
    await chown(pwfile, account.uid, account.gid);
  }
  try {
    await initdb(fresh, pwfile, account, binaries);
  } finally {
    await rm(pwfile, { force: true });
  }
  await rename(fresh, clusterDir);
  return 'created';
}

async function initdb(dir: string, pwfile: string, account: RunAccount, binaries: PostgresBinaries): Promise<void> {
  // LC_CTYPE must know UTF-8: with "C" the word breaker of full text search and trigrams sees no letter outside ASCII.
  const ctypes = process.platform === 'darwin' ? ['UTF-8'] : ['C.UTF-8', 'en_US.UTF-8'];
  let failure: unknown;
  for (const ctype of ctypes) {
    const args = [
      '-D',
      clusterArgument(account, dir),
      '-U',
      ROLE,
      '--encoding=UTF8',
      '--locale=C',
      `--lc-ctype=${ctype}`,
    ];
    args.push(
      '--locale-provider=icu',
      '--icu-locale=und',
      '--auth=scram-sha-256',
      `--pwfile=${pwfile}`,
      '--no-instructions',
    );
    try {
      await run(join(binaries.home, 'bin', 'initdb'), args, { cwd: dir, env: postgresEnv, ...spawnAs(account) });
      return;
    } catch (error) {
      failure = error;
      if (!/invalid locale name/.test(String((error as { stderr?: string }).stderr))) break;
    }
  }
  const said = String((failure as { stderr?: string }).stderr ?? failure).trim();
  throw new Error(`The database in ${dir} could not be created: ${said}`, { cause: failure });
}

/** Reads the password of the cluster, or makes one. `fresh` says that the cluster does not know it yet. */
export async function ensurePassword(file: string): Promise<{ password: string; fresh: boolean }> {
  const present = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (present !== '') return { password: present, fresh: false };
  const password = randomBytes(24).toString('hex');
  await writePrivate(`${file}.new`, password);
  await rename(`${file}.new`, file);
  return { password, fresh: true };
}

/** Gives the role a new password while no server runs: after a restore, since backups hold no secrets. */
export async function resetPassword(
  clusterDir: string,
  password: string,
  account: RunAccount,
  binaries: PostgresBinaries,
): Promise<void> {
  const args = ['--single', '-D', clusterArgument(account, clusterDir), '-c', 'exit_on_error=on', 'postgres'];
  const child = spawn(join(binaries.home, 'bin', 'postgres'), args, {
    cwd: clusterDir,
    env: postgresEnv,
    ...spawnAs(account),
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  child.stdin.on('error', () => undefined).end(`ALTER ROLE ${ROLE} PASSWORD '${password}'\n`);
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`The database password could not be set: ${said.trim()}`);
}

/**
 * The folder of the socket: private (0700, owned by the run account) and short, because a socket path ends at 107 bytes (103 on macOS).
 * The name is derived from the data folder, so that a killed server leaves nothing behind that the next one does not use again.
 */
export async function makeSocketDir(dataDir: string, account: RunAccount): Promise<string> {
  const inside = join(dataDir, 'run', 'socket');
  const name = `sheberlik-${account.uid}-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
  const places = [...new Set([tmpdir(), '/tmp', '/var/tmp'])].map((parent) => join(parent, name));
  const candidates = account.stepDown
    ? places.filter((path) => !path.startsWith(tmpdir()) || tmpdir() === '/tmp')
    : [inside, ...places];
  for (const path of candidates.filter((candidate) => Buffer.byteLength(candidate) <= 85)) {
    await mkdir(path, { mode: 0o700 }).catch(() => undefined);
    const info = await lstat(path).catch(() => undefined);
    if (!info?.isDirectory()) continue;
    if (account.stepDown && info.uid === 0) await chown(path, account.uid, account.gid);
    else if (info.uid !== account.uid) continue;
    await chmod(path, 0o700);
    return path;
  }
  // Someone else holds the name in every place: take one that cannot be foreseen.
  const path = await mkdtemp('/tmp/sheberlik-');
  if (account.stepDown) await chown(path, account.uid, account.gid);
  return path;
}

/** Writes a file only its owner can read, whatever the umask, and forces it to disk. */
async function writePrivate(path: string, text: string): Promise<void> {
  await rm(path, { force: true });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
