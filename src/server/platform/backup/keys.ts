import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, normalize, resolve } from 'node:path';
import { listTree } from './copying.ts';
import { syncFolders } from './manifest.ts';

interface KeysFile {
  format: 'sheberlik-keys';
  version: 1;
  savedAt: string;
  keys: { path: string; sha256: string; content: string }[];
}

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** Writes the secret keys of an installation into one file (0600) that must not exist yet. Answers what the administrator should read. */
export async function backupKeys(dataDir: string, file: string): Promise<{ keys: number; sentences: string[] }> {
  const dir = join(resolve(dataDir), 'keys');
  const { files } = await listTree(dir);
  if (files.length === 0) throw new Error(`There are no keys in ${dir}: the installation was never started.`);
  const keys = await Promise.all(
    files.map(async (path) => {
      const content = await readFile(join(dir, path));
      return { path, sha256: sha256(content), content: content.toString('base64') };
    }),
  );
  const saved: KeysFile = { format: 'sheberlik-keys', version: 1, savedAt: new Date().toISOString(), keys };
  const handle = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? new Error(`The file ${file} exists already.`) : error;
  });
  try {
    await handle.chmod(0o600);
    await handle.writeFile(`${JSON.stringify(saved, null, 1)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  const sentences = [
    `${keys.length} keys are in ${file}. Keep this file apart from the backups, for example on paper or a memory stick in a safe, and let few people know where.`,
    'Who has it can sign certificates in your name; who loses it can restore a backup, but not its signatures and links.',
  ];
  return { keys: keys.length, sentences };
}

/** Puts saved keys into a data folder that has none. Throws a sentence, with nothing changed, when there are keys or the file is damaged. */
export async function restoreKeys(file: string, dataDir: string): Promise<{ keys: number }> {
  const saved = await readKeysFile(file);
  const dir = join(resolve(dataDir), 'keys');
  if ((await readdir(dir).catch(() => [])).length > 0)
    throw new Error(`There are keys in ${dir} already. Move them away first if they are to be replaced.`);
  const made = await mkdir(resolve(dataDir), { recursive: true, mode: 0o700 });
  if (made) await chmod(resolve(dataDir), 0o700);
  const draft = `${dir}.restoring`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await chmod(draft, 0o700);
  try {
    for (const key of saved.keys) {
      const path = join(draft, key.path);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const handle = await open(path, 'wx', 0o600);
      await handle.chmod(0o600);
      await handle.writeFile(Buffer.from(key.content, 'base64'));
      await handle.sync();
      await handle.close();
    }
    if (await lstat(dir).catch(() => undefined)) await rm(dir, { recursive: true });
    await rename(draft, dir);
    await syncFolders(resolve(dataDir));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return { keys: saved.keys.length };
}

async function readKeysFile(file: string): Promise<KeysFile> {
  const text = await readFile(file, 'utf8');
  const damaged = new Error(`${file} is not a whole file of keys.`);
  let saved: KeysFile;
  try {
    saved = JSON.parse(text) as KeysFile;
  } catch {
    throw damaged;
  }
  if (saved.format !== 'sheberlik-keys' || saved.version !== 1 || !Array.isArray(saved.keys)) throw damaged;
  for (const key of saved.keys) {
    const isInside =
      key.path === normalize(key.path) && !key.path.startsWith('/') && !key.path.split('/').includes('..');
    if (!isInside || sha256(Buffer.from(key.content, 'base64')) !== key.sha256) throw damaged;
  }
  return saved;
}
