import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile, link, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * One installation secret, from which a key per purpose is derived. It lies outside the database and outside backups:
 * who steals a backup cannot forge links or sessions.
 */
export interface Keys {
  /** 32 bytes for one purpose, always the same for the same installation. */
  derive(purpose: string): Buffer;
}

export async function loadKeys(dataDir: string): Promise<Keys> {
  const dir = join(dataDir, 'keys');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, 'installation.key');
  const secret = await readOrCreate(file);
  return { derive: (purpose) => Buffer.from(hkdfSync('sha256', secret, 'sheberlik', purpose, 32)) };
}

async function readOrCreate(file: string): Promise<Buffer> {
  const existing = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (existing) {
    if (existing.length !== 32) throw new Error(`${file} is not an installation key (32 bytes expected)`);
    return existing;
  }
  // Two processes may start at once: the first to link its file wins, the other reads that one.
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, randomBytes(32), { mode: 0o600, flag: 'wx' });
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return readFile(file);
}
