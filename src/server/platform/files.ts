import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from './ids.ts';
import type { Ctx, Platform } from './platform.ts';
import './platform.tables.ts';

export interface StoredFile {
  id: string;
  name: string;
  mediaType: string;
  byteSize: number;
  sha256: string;
}

export const FILE_MOST_BYTES = 20 * 1024 * 1024;

function pathOf(platform: Platform, networkId: string, id: string): string {
  // The last letters of an id are random, the first are time: folders fill evenly.
  return join(platform.config.dataDir, 'files', networkId, id.slice(-2), id);
}

/**
 * Keeps a file for the record it belongs to. The bytes are on disk, synced, before the row is written: a crash in between leaves a file
 * without a row, which the sweep removes, never a row without its file.
 */
export async function saveFile(
  tx: Ctx,
  file: { ownerType: string; ownerId: string; name: string; mediaType: string; bytes: Uint8Array },
): Promise<StoredFile> {
  if (!tx.inTx) throw new Error('saveFile() belongs into the transaction of the deed');
  if (file.bytes.length > FILE_MOST_BYTES) throw new RangeError('a file of this size has to be refused where it comes in');
  const id = newId();
  const path = pathOf(tx.platform, tx.networkId, id);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const handle = await open(`${path}.part`, 'wx', 0o600);
  try {
    await handle.writeFile(file.bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${path}.part`, path);
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  await tx.db
    .insertInto('platform.stored_file')
    .values({
      id,
      network_id: tx.networkId,
      owner_type: file.ownerType,
      owner_id: file.ownerId,
      name: file.name,
      media_type: file.mediaType,
      byte_size: file.bytes.length,
      sha256,
      created_at: tx.clock.now(),
    })
    .execute();
  return { id, name: file.name, mediaType: file.mediaType, byteSize: file.bytes.length, sha256 };
}

/** The newest file of a record with its bytes; null when there is none. The caller has checked the right to the record. */
export async function readFileOf(ctx: Ctx, ownerType: string, ownerId: string): Promise<(StoredFile & { bytes: Buffer }) | null> {
  const row = await ctx.db
    .selectFrom('platform.stored_file')
    .select(['id', 'name', 'media_type', 'byte_size', 'sha256'])
    .where('network_id', '=', ctx.networkId)
    .where('owner_type', '=', ownerType)
    .where('owner_id', '=', ownerId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const bytes = await readFile(pathOf(ctx.platform, ctx.networkId, row.id));
  if (createHash('sha256').update(bytes).digest('hex') !== row.sha256) throw new Error(`stored file ${row.id} is not what was stored`);
  return { id: row.id, name: row.name, mediaType: row.media_type, byteSize: Number(row.byte_size), sha256: row.sha256, bytes };
}

/** Lets the files of one record belong to another of the same kind. */
export async function handFilesOver(tx: Ctx, ownerType: string, from: string, to: string): Promise<void> {
  await tx.db.updateTable('platform.stored_file').set({ owner_id: to }).where('network_id', '=', tx.networkId).where('owner_type', '=', ownerType).where('owner_id', '=', from).execute();
}

/** Takes the files of a record away: rows now, bytes once the transaction has committed. */
export async function removeFilesOf(tx: Ctx, ownerType: string, ownerId: string): Promise<number> {
  const rows = await tx.db
    .deleteFrom('platform.stored_file')
    .where('network_id', '=', tx.networkId)
    .where('owner_type', '=', ownerType)
    .where('owner_id', '=', ownerId)
    .returning('id')
    .execute();
  tx.afterCommit.push(() => {
    for (const { id } of rows) void rm(pathOf(tx.platform, tx.networkId, id), { force: true });
  });
  return rows.length;
}

/** Takes all files of one kind of a network away: rows now, bytes once the transaction has committed. */
export async function removeFilesOfType(tx: Ctx, ownerType: string): Promise<number> {
  const rows = await tx.db.deleteFrom('platform.stored_file').where('network_id', '=', tx.networkId).where('owner_type', '=', ownerType).returning('id').execute();
  tx.afterCommit.push(() => {
    for (const { id } of rows) void rm(pathOf(tx.platform, tx.networkId, id), { force: true });
  });
  return rows.length;
}

/** Removes bytes that no row names and that are older than a day: what a crash or a rolled back transaction left. Returns how many. */
export async function sweepFiles(platform: Platform): Promise<number> {
  const root = join(platform.config.dataDir, 'files');
  let removed = 0;
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (Date.now() - (await stat(path)).mtimeMs < 24 * 3600_000) continue;
    const known = /^[0-9a-f-]{36}$/.test(entry.name)
      ? await platform.db.selectFrom('platform.stored_file').select('id').where('id', '=', entry.name).executeTakeFirst()
      : undefined;
    if (known) continue;
    await rm(path, { force: true });
    removed++;
  }
  return removed;
}
