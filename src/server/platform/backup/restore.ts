import { chmod, chown, lstat, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Pool } from 'pg';
import { chooseRunAccount, type RunAccount } from '../postgres/account.ts';
import { importDatabase } from '../transfer/import.ts';
import { TRANSFER_RULES, type TransferRules } from '../transfer/rules.ts';
import { copyFile, listTree } from './copying.ts';
import { syncFolders, verifyBackup, type Manifest } from './manifest.ts';

export interface RestoreOptions {
  /** The folder of the backup. */
  from: string;
  /** The data folder of the new installation; it must hold neither a database nor files. */
  dataDir: string;
  /** For a backup of rows only: a migrated, empty database to put them into. */
  pool?: Pool;
  rules?: TransferRules;
}

/**
 * Restores a backup into a new data folder, after every checksum was compared. The next start recovers the database and gives it a new
 * password. A backup of rows (`kind: 'export'`) needs `pool`. Throws a sentence, with nothing changed, when the backup is damaged, was
 * made for another platform, or the folder is in use. Answers the manifest and what the administrator should read.
 */
export async function restore(options: RestoreOptions): Promise<{ manifest: Manifest; sentences: string[] }> {
  const from = resolve(options.from);
  const dataDir = resolve(options.dataDir);
  const manifest = await verifyBackup(from);
  if (manifest.kind === 'cluster') checkPlatform(manifest);
  else if (!options.pool)
    throw new Error('This backup holds rows for a database. Set DATABASE_URL to an empty database to restore into.');
  await checkEmpty(dataDir, manifest);

  const made = await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (made) await chmod(dataDir, 0o700);
  // Under other names first: a restore that was cut short is neither taken for a database nor for files.
  const parts = manifest.kind === 'cluster' ? ['postgres', 'files'] : ['files'];
  try {
    for (const part of parts) await copyPart(from, dataDir, part, manifest);
    if (manifest.kind === 'cluster') await handOver(dataDir);
    else if (options.pool)
      await importDatabase(options.pool, join(from, 'database.export'), { rules: options.rules ?? TRANSFER_RULES });
    for (const part of parts.reverse()) {
      await rm(join(dataDir, part), { recursive: true, force: true });
      await rename(join(dataDir, `${part}.restoring`), join(dataDir, part));
    }
    await syncFolders(dataDir);
  } finally {
    for (const part of parts) await rm(join(dataDir, `${part}.restoring`), { recursive: true, force: true });
  }
  const keys = await lstat(join(dataDir, 'keys')).catch(() => undefined);
  const restored = `Restored the state of ${manifest.finishedAt} into ${dataDir}.`;
  const missing =
    'Put the keys back with "sheberlik restore-keys FILE" before the first start, or a new installation key is made.';
  return { manifest, sentences: keys ? [restored] : [restored, missing] };
}

function checkPlatform(manifest: Manifest): void {
  const here = `${process.platform}-${process.arch}`;
  if (manifest.platform !== here)
    throw new Error(
      `This backup was made on ${manifest.platform} and its database files cannot be read on ${here}. Restore it there and bring it over with "sheberlik export" and "import".`,
    );
}

async function checkEmpty(dataDir: string, manifest: Manifest): Promise<void> {
  const isFilled = async (part: string): Promise<boolean> =>
    (await readdir(join(dataDir, part)).catch(() => [])).length > 0;
  for (const part of manifest.kind === 'cluster' ? ['postgres', 'files'] : ['files'])
    if (await isFilled(part))
      throw new Error(
        `The data folder ${dataDir} is in use: it has ${part === 'files' ? 'files' : 'a database'}. Restore into a new folder.`,
      );
}

async function copyPart(from: string, dataDir: string, part: string, manifest: Manifest): Promise<void> {
  const target = join(dataDir, `${part}.restoring`);
  await rm(target, { recursive: true, force: true });
  const inPart = (path: string): boolean => path === part || path.startsWith(`${part}/`);
  for (const path of [part, ...manifest.directories.filter(inPart)]) {
    const dir = join(target, path.slice(part.length));
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await chmod(dir, 0o700);
  }
  for (const file of manifest.files.filter((one) => inPart(one.path))) {
    const copied = await copyFile(join(from, file.path), join(target, file.path.slice(part.length)), file.path);
    if (copied?.sha256 !== file.sha256)
      throw new Error(`The backup ${from} changed while it was restored: ${file.path}.`);
  }
  const below = manifest.directories.filter(inPart).map((path) => path.slice(part.length));
  await syncFolders(target, below);
}

/** As root the database runs as another account, which has to own its files. */
async function handOver(dataDir: string): Promise<void> {
  const account: RunAccount = await chooseRunAccount(join(await realpath(dataDir), 'postgres'));
  if (!account.stepDown) return;
  const root = join(dataDir, 'postgres.restoring');
  const { directories, files } = await listTree(root);
  for (const path of ['', ...directories, ...files]) await chown(join(root, path), account.uid, account.gid);
}
