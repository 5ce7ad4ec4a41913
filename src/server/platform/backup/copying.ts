import { createHash } from 'node:crypto';
import { open, mkdir, readdir, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file of a backup, as its manifest lists it. */
export interface CopiedFile {
  path: string;
  size: number;
  sha256: string;
}

const SLICE = 1024 * 1024;

/** Reads a file to its end, whatever its size was before, and answers its SHA-256. */
export async function hashFile(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    await eachSlice(file, async (slice) => void hash.update(slice));
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}

/** Copies a file, private (0600) and forced to disk; undefined when the source vanished. `path` is what the manifest calls it. */
export async function copyFile(source: string, target: string, path: string): Promise<CopiedFile | undefined> {
  const from = await open(source, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!from) return undefined;
  try {
    return await writeFile(target, path, (write) => eachSlice(from, write));
  } finally {
    await from.close();
  }
}

/** Writes a private file piece by piece and answers its entry for the manifest. */
export async function writeFile(
  target: string,
  path: string,
  fill: (write: (slice: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<CopiedFile> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const to = await open(target, 'wx', 0o600);
  try {
    await to.chmod(0o600);
    const hash = createHash('sha256');
    let size = 0;
    await fill(async (slice) => {
      hash.update(slice);
      size += slice.length;
      for (let done = 0; done < slice.length;) done += (await to.write(slice, done)).bytesWritten;
    });
    await to.datasync();
    return { path, size, sha256: hash.digest('hex') };
  } finally {
    await to.close();
  }
}

async function eachSlice(file: FileHandle, take: (slice: Uint8Array) => Promise<void>): Promise<void> {
  const buffer = Buffer.allocUnsafe(SLICE);
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, SLICE);
    if (bytesRead === 0) return;
    await take(buffer.subarray(0, bytesRead));
  }
}

/** What lies below a folder, by path relative to it, sorted; links and sockets are left out. `skip` closes folders and files. */
export async function listTree(
  root: string,
  skip: (path: string) => boolean = () => false,
): Promise<{ directories: string[]; files: string[] }> {
  const found = { directories: [] as string[], files: [] as string[] };
  const visit = async (below: string): Promise<void> => {
    const entries = await readdir(join(root, below), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (skip(path)) continue;
      if (entry.isDirectory()) {
        found.directories.push(path);
        await visit(path);
      } else if (entry.isFile()) {
        found.files.push(path);
      }
    }
  };
  await visit('');
  return found;
}
