import { createHash } from 'node:crypto';
import { lstat, open, readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { hashFile, type CopiedFile } from './copying.ts';

/** What a backup says about itself. It is written last: a folder without it is no backup. */
export interface Manifest {
  format: 'sheberlik-backup';
  version: 1;
  /** `cluster`: the files of the embedded database; `export`: its rows, from a database server. */
  kind: 'cluster' | 'export';
  startedAt: string;
  finishedAt: string;
  /** For a cluster: the platform and the major version of PostgreSQL that can read its files. */
  platform: string;
  postgres: string;
  migrations: string[];
  directories: string[];
  files: CopiedFile[];
}

const NAME = 'manifest.json';

export async function writeManifest(dir: string, manifest: Manifest): Promise<void> {
  await syncFolders(dir, manifest.directories);
  const body = JSON.stringify(manifest, null, 1);
  const file = await open(join(dir, NAME), 'wx', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(`${body}\n${checksumOf(body)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolders(dir);
}

/**
 * Reads a backup's manifest and every file it lists, and compares sizes and checksums.
 * Throws a sentence that names the first file that is missing or changed.
 */
export async function verifyBackup(dir: string): Promise<Manifest> {
  const text = await readFile(join(dir, NAME), 'utf8').catch(() => undefined);
  if (text === undefined) throw new Error(`${dir} is not a whole backup: it has no ${NAME}.`);
  const [body = '', checksum] = [text.slice(0, text.lastIndexOf('\n', text.length - 2)), text.trimEnd().slice(-64)];
  if (checksum !== checksumOf(body)) throw new Error(`The backup ${dir} is damaged: ${NAME} was changed.`);
  const manifest = JSON.parse(body) as Manifest;
  if (manifest.format !== 'sheberlik-backup' || manifest.version !== 1)
    throw new Error(`The backup ${dir} was made by another version of Sheberlik that this one cannot read.`);
  for (const path of [...manifest.directories, ...manifest.files.map((file) => file.path)]) checkPath(path);
  for (const file of manifest.files) {
    const path = join(dir, file.path);
    const info = await lstat(path).catch(() => undefined);
    if (!info?.isFile()) throw new Error(`The backup ${dir} is damaged: ${file.path} is missing.`);
    if (info.size !== file.size || (await hashFile(path)) !== file.sha256)
      throw new Error(`The backup ${dir} is damaged: ${file.path} was changed.`);
  }
  return manifest;
}

/** A manifest may have come a long way: nothing it lists may lead out of the folder that is restored. */
function checkPath(path: string): void {
  const isInside =
    path === normalize(path) &&
    /^(postgres|files)(\/|$)|^database\.export$/.test(path) &&
    !path.split('/').includes('..');
  if (!isInside) throw new Error(`The backup lists a path that is not allowed: ${path}.`);
}

function checksumOf(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

/** A new name in a folder survives a power failure only after the folder itself was written. */
export async function syncFolders(root: string, below: readonly string[] = []): Promise<void> {
  for (const path of [...below, '']) {
    const folder = await open(join(root, path), 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    await folder?.sync();
    await folder?.close();
  }
}
