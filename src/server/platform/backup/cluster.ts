import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { PoolClient } from 'pg';
import { copyFile, listTree, writeFile, type CopiedFile } from './copying.ts';
import type { Manifest } from './manifest.ts';

type Contents = Pick<Manifest, 'directories' | 'files'>;

/** Folders whose contents PostgreSQL makes anew; the log of changes is copied apart, in the part that is needed. */
const EMPTIED = [
  'pg_wal',
  'pg_replslot',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_dynshmem',
];
const LEFT_OUT = new Set(['postmaster.pid', 'postmaster.opts', 'backup_label', 'tablespace_map', 'current_logfiles']);

function isLeftOut(path: string): boolean {
  const name = basename(path);
  return (
    LEFT_OUT.has(path) ||
    EMPTIED.some((dir) => path.startsWith(`${dir}/`)) ||
    name.startsWith('pgsql_tmp') ||
    name.startsWith('pg_internal.init')
  );
}

/**
 * Copies the files of a running cluster into `target` so that PostgreSQL can recover them to the moment the copy ended.
 * `between` runs when the files are copied and the moment is not yet fixed. All on one session, which has to live until the end.
 */
export async function copyCluster(
  client: PoolClient,
  clusterDir: string,
  target: string,
  between: () => Promise<void>,
  onFile: (file: CopiedFile) => Promise<void>,
): Promise<Contents> {
  // The slot keeps the log of changes from being recycled under us; being temporary it goes with the session.
  await client.query(`SELECT pg_create_physical_replication_slot('sheberlik_backup_' || pg_backend_pid(), true, true)`);
  const { rows: start } = await client.query<{ segment: string; size: string }>(
    `SELECT pg_walfile_name(pg_backup_start('sheberlik', true)) AS segment, setting AS size FROM pg_settings WHERE name = 'wal_segment_size'`,
  );
  const { directories, files: names } = await listTree(clusterDir, isLeftOut);
  const files: CopiedFile[] = [];
  const keep = async (file: CopiedFile | undefined): Promise<void> => {
    if (!file) return;
    files.push(file);
    await onFile(file);
  };
  const control = 'global/pg_control';
  for (const name of names.filter((one) => one !== control))
    await keep(await copyFile(join(clusterDir, name), join(target, name), `postgres/${name}`));
  const settled = await readSettled(join(clusterDir, control));
  await keep(await writeFile(join(target, control), `postgres/${control}`, (write) => write(settled)));
  await between();

  const { rows: stop } = await client.query<{ segment: string; label: string; map: string }>(
    `SELECT pg_walfile_name(lsn) AS segment, labelfile AS label, coalesce(spcmapfile, '') AS map FROM pg_backup_stop(false)`,
  );
  const [first, last] = [start[0], stop[0]];
  if (!first || !last || last.map !== '')
    throw new Error('The cluster keeps tables outside of its folder; such a cluster cannot be backed up this way.');
  await keep(
    await writeFile(join(target, 'backup_label'), 'postgres/backup_label', (write) => write(Buffer.from(last.label))),
  );
  for (const segment of segmentsBetween(first.segment, last.segment, Number(first.size))) {
    const file = await copyFile(
      join(clusterDir, 'pg_wal', segment),
      join(target, 'pg_wal', segment),
      `postgres/pg_wal/${segment}`,
    );
    if (!file) throw new Error(`The log of changes ${segment} vanished during the backup.`);
    await keep(file);
  }
  return { directories: directories.map((path) => `postgres/${path}`), files };
}

/** The control file is written in one piece while we read: two equal readings are a whole one. */
async function readSettled(path: string): Promise<Buffer> {
  let before = await readFile(path);
  for (let tries = 0; tries < 100; tries++) {
    const now = await readFile(path);
    if (now.equals(before)) return now;
    before = now;
  }
  throw new Error(`${path} does not stand still.`);
}

/** The names of the segments of the log from `first` to `last`: timeline, then a number whose lower part has as many values as fit in 4 GB. */
export function segmentsBetween(first: string, last: string, size: number): string[] {
  const timeline = first.slice(0, 8);
  if (timeline !== last.slice(0, 8)) throw new Error('The history of the cluster forked during the backup.');
  const perFile = 0x1_0000_0000 / size;
  const numberOf = (name: string): number =>
    Number.parseInt(name.slice(8, 16), 16) * perFile + Number.parseInt(name.slice(16), 16);
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
  const names: string[] = [];
  for (let number = numberOf(first); number <= numberOf(last); number++)
    names.push(timeline + hex(Math.floor(number / perFile)) + hex(number % perFile));
  return names;
}
