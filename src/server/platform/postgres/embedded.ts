import { chmod, mkdir, readFile, realpath, rmdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { chooseRunAccount } from './account.ts';
import { prepareBinaries } from './binaries.ts';
import { ensureCluster, ensurePassword, makeSocketDir, resetPassword, ROLE } from './cluster.ts';
import { findPostmaster } from './postmaster.ts';
import { endOrphan, keepRunning } from './server.ts';

export interface EmbeddedPostgres {
  /** Usable by `pg`: `postgresql://sheberlik:PASSWORD@/sheberlik?host=/socket/folder&port=5432`. Stays the same over restarts. */
  url: string;
  /** The installation's data folder; the cluster is in `postgres` inside it. */
  dataDir: string;
  /** Ends the server (fast shutdown, at most about ten seconds) and lets go of the data folder. May be called twice. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The installation's data folder; made when absent. */
  dataDir: string;
  /** Receives what the server says, line by line. */
  log?: (line: string) => void;
  /** Server settings laid over ours. */
  settings?: Record<string, string>;
}

/** For a small machine: the whole product has 250 MB when idle. What must never be lost is written with fsync. */
const SETTINGS = {
  port: '5432',
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '40',
  shared_buffers: '48MB',
  work_mem: '8MB',
  maintenance_work_mem: '48MB',
  max_worker_processes: '4',
  max_parallel_workers: '2',
  autovacuum_max_workers: '2',
  io_method: 'sync',
  jit: 'off',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  wal_level: 'replica',
  max_wal_senders: '0',
  max_replication_slots: '4',
  max_logical_replication_workers: '0',
  max_wal_size: '512MB',
  log_checkpoints: 'off',
  log_min_messages: 'warning',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts the PostgreSQL server that lives in `options.dataDir`, creating it at the first call, and answers when it takes connections.
 * A server left behind by a killed process is stopped first; one that ends unexpectedly while we live is started again.
 * Throws a sentence for the administrator when the folder is in use, belongs to someone else, or the server does not start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined);
  const dataDir = await makeDataDir(options.dataDir);
  const lock = await takeLock(dataDir);
  try {
    const clusterDir = join(dataDir, 'postgres');
    const account = await chooseRunAccount(clusterDir);
    const binaries = await prepareBinaries(account, join(dataDir, 'run'));
    const socketDir = await makeSocketDir(dataDir, account);
    const { password, fresh } = await ensurePassword(join(dataDir, 'postgres.password'));
    const state = await ensureCluster(clusterDir, password, socketDir, account, binaries);
    await endOrphan(clusterDir, socketDir, log);
    if (fresh && state === 'present') await resetPassword(clusterDir, password, account, binaries);

    const settings = { ...SETTINGS, ...options.settings };
    const url = (database: string) =>
      `postgresql://${ROLE}:${password}@/${database}?host=${encodeURIComponent(socketDir)}&port=${settings.port}`;
    const server = keepRunning({
      clusterDir,
      socketDir,
      account,
      binaries,
      settings,
      log,
    });
    try {
      await server.ready(url('postgres'));
      await createDatabase(url('postgres'));
    } catch (error) {
      await server.stop();
      throw error;
    }
    const stop = async () => {
      await server.stop();
      await rmdir(socketDir).catch(() => undefined);
      lock.release();
    };
    return { url: url(ROLE), dataDir, stop };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The address of the server that runs in this data folder now, started by any process, or undefined. */
export async function findRunningPostgres(dataDir: string): Promise<string | undefined> {
  const clusterDir = join(resolve(dataDir), 'postgres');
  const postmaster = await findPostmaster(clusterDir);
  const password = (await readFile(join(resolve(dataDir), 'postgres.password'), 'utf8').catch(() => '')).trim();
  if (!postmaster?.socketDir || password === '') return undefined;
  return `postgresql://${ROLE}:${password}@/${ROLE}?host=${encodeURIComponent(postmaster.socketDir)}&port=${postmaster.port}`;
}

async function makeDataDir(path: string): Promise<string> {
  const wanted = resolve(path);
  // Without /proc the account a root process steps down to must be able to pass through; it still cannot list or read.
  const mode = process.getuid?.() === 0 && process.platform !== 'linux' ? 0o711 : 0o700;
  const made = await mkdir(wanted, { recursive: true, mode });
  if (made) await chmod(wanted, mode);
  const dataDir = await realpath(wanted);
  await mkdir(join(dataDir, 'run'), { recursive: true, mode: 0o700 });
  await chmod(join(dataDir, 'run'), 0o700);
  return dataDir;
}

/**
 * One owner per data folder. The lock is a lock of the kernel on an open file (taken through SQLite, since Node offers none itself):
 * it ends with the process however that dies, and no number that another process may carry later has to be judged.
 */
async function takeLock(dataDir: string): Promise<{ release(): void }> {
  const pidFile = join(dataDir, 'run', 'pid');
  const lockFile = join(dataDir, 'run', 'lock');
  // Never open this file in another way: closing any descriptor of it would drop the lock of the whole process (POSIX).
  const db = new DatabaseSync(lockFile, { timeout: 0 });
  try {
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    await chmod(lockFile, 0o600);
  } catch (cause) {
    db.close();
    const pid = (await readFile(pidFile, 'utf8').catch(() => 'unknown')).trim();
    throw new Error(
      `The data folder ${dataDir} is already in use by process ${pid}. Stop that process or choose another folder.`,
      { cause },
    );
  }
  await writeFile(pidFile, `${process.pid}\n`, { mode: 0o600 });
  let held = true;
  return {
    release: () => {
      if (held) db.close();
      held = false;
    },
  };
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [ROLE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${ROLE} TEMPLATE template0`);
  } finally {
    await client.end();
  }
}
