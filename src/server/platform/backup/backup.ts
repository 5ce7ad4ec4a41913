import { chmod, mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { readMigrations } from '../transfer/catalogue.ts';
import { exportDatabase } from '../transfer/export.ts';
import { TRANSFER_RULES, type TransferRules } from '../transfer/rules.ts';
import { withClient } from '../transfer/session.ts';
import { copyCluster } from './cluster.ts';
import { copyFile, hashFile, listTree, type CopiedFile } from './copying.ts';
import { writeManifest, type Manifest } from './manifest.ts';

export interface BackupOptions {
  pool: Pool;
  /** The installation's data folder. */
  dataDir: string;
  /** A folder that does not exist yet or is empty. */
  to: string;
  /** True when the database is the embedded one in `dataDir`, false with `DATABASE_URL`. */
  embedded: boolean;
  rules?: TransferRules;
  /** Awaited after each file: to show progress, or to slow down. */
  onFile?: (file: CopiedFile) => void | Promise<void>;
}

export interface BackupReport {
  kind: Manifest['kind'];
  files: number;
  bytes: number;
  /** What the administrator should read. */
  sentences: string[];
}

/** Where the keys belong; printed with every backup and every file of keys. */
export const KEYS_SENTENCE =
  'The secret keys of this installation are not in the backup. Save them once with "sheberlik backup-keys FILE" and keep that file apart ' +
  'from the backups, for example on paper or a memory stick in a safe: with both together anyone can sign certificates in your name, ' +
  'and without the keys a restored installation can neither sign nor recognise its own links.';

/**
 * Backs an installation up while it works: database and files, each file with a checksum. With the embedded database the copy is physical
 * and of the moment the backup ended; with `DATABASE_URL` it holds all rows (see `exportDatabase`). Keys and passwords are left out.
 * Throws a sentence when the target is not empty or lies in the data folder; removes what it had written when it fails.
 */
export async function backup(options: BackupOptions): Promise<BackupReport> {
  const { pool, embedded } = options;
  const dataDir = await realpath(options.dataDir);
  const to = await makeTarget(options.to, dataDir);
  const onFile = async (file: CopiedFile): Promise<void> => void (await options.onFile?.(file));
  const startedAt = new Date().toISOString();
  try {
    const known = new Map<string, CopiedFile>();
    const copyNewFiles = () => copyFiles(dataDir, to, known, onFile);
    const work = async (client: PoolClient) => {
      await client.query('SET statement_timeout = 0; SET idle_session_timeout = 0');
      const database = embedded
        ? await copyCluster(client, join(dataDir, 'postgres'), join(to, 'postgres'), copyNewFiles, onFile)
        : await copyRows(pool, to, options.rules ?? TRANSFER_RULES, copyNewFiles, onFile);
      return { ...database, ...(await describe(client)) };
    };
    // The session is not lent again: with it go the slot and, had it failed, the backup mode of the server.
    const contents = await withClient(pool, work, true);
    // Once more: a row of the copy may refer to a file that came after the first round.
    await copyNewFiles();
    const files = [...contents.files, ...known.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    const kind = embedded ? 'cluster' : 'export';
    await writeManifest(to, {
      format: 'sheberlik-backup',
      version: 1,
      kind,
      startedAt,
      finishedAt: new Date().toISOString(),
      platform: `${process.platform}-${process.arch}`,
      postgres: contents.postgres,
      migrations: contents.migrations,
      directories: ['files', ...contents.directories].sort(),
      files,
    });
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    return { kind, files: files.length, bytes, sentences: sentencesOf(kind, to) };
  } catch (error) {
    // The folder may be a mount point: what is in it goes, it stays.
    for (const name of await readdir(to)) await rm(join(to, name), { recursive: true, force: true });
    throw error;
  }
}

function sentencesOf(kind: Manifest['kind'], to: string): string[] {
  const what =
    kind === 'cluster'
      ? `The backup in ${to} is whole: database and files as they were when it ended.`
      : `The database is on a server (DATABASE_URL), so the backup in ${to} holds its rows and the files, not the server itself. ` +
        'For recovery to any moment use the tools of that server.';
  return [what, KEYS_SENTENCE];
}

async function makeTarget(path: string, dataDir: string): Promise<string> {
  const parent = await realpath(dirname(resolve(path))).catch(() => {
    throw new Error(`The folder ${dirname(resolve(path))} does not exist.`);
  });
  const to = join(parent, basename(resolve(path)));
  if (`${to}${sep}`.startsWith(`${dataDir}${sep}`) || `${dataDir}${sep}`.startsWith(`${to}${sep}`))
    throw new Error(
      `The backup must not lie in the data folder ${dataDir}: what destroys one would destroy the other.`,
    );
  await mkdir(to, { mode: 0o700 }).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    if ((await readdir(to)).length > 0) throw new Error(`The folder ${to} is not empty.`);
  });
  await chmod(to, 0o700);
  return to;
}

async function describe(client: PoolClient): Promise<{ postgres: string; migrations: string[] }> {
  const { rows } = await client.query<{ major: string }>(
    `SELECT (current_setting('server_version_num')::int / 10000)::text AS major`,
  );
  return { postgres: rows[0]?.major ?? '', migrations: await readMigrations(client) };
}

async function copyRows(
  pool: Pool,
  to: string,
  rules: TransferRules,
  copyNewFiles: () => Promise<void>,
  onFile: (file: CopiedFile) => Promise<void>,
): Promise<Pick<Manifest, 'directories' | 'files'>> {
  // Before the moment of the rows as well as after it: a file may go, or come, while they are read.
  await copyNewFiles();
  const path = join(to, 'database.export');
  await exportDatabase(pool, path, { rules });
  const { size } = await stat(path);
  const file = { path: 'database.export', size, sha256: await hashFile(path) };
  await onFile(file);
  return { directories: [], files: [file] };
}

/** Copies the files that `known` does not hold yet. Stored files never change, so a name that was copied is done. */
async function copyFiles(
  dataDir: string,
  to: string,
  known: Map<string, CopiedFile>,
  onFile: (file: CopiedFile) => Promise<void>,
): Promise<void> {
  const { files } = await listTree(join(dataDir, 'files'));
  for (const name of files.filter((one) => !known.has(one))) {
    const file = await copyFile(join(dataDir, 'files', name), join(to, 'files', name), `files/${name}`);
    if (!file) continue;
    known.set(name, file);
    await onFile(file);
  }
}
