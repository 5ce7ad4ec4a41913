import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testInstallation } from '#server/testing/installation.ts';
import { inTransaction } from './context.ts';
import { readFileOf, removeFilesOf, saveFile, sweepFiles } from './files.ts';
import { newId } from './ids.ts';

const at = testInstallation();
const bytes = new TextEncoder().encode('қағаз');
const save = (ownerId: string, fail = false) =>
  inTransaction(at.system(), async (tx) => {
    await saveFile(tx, { ownerType: 'test', ownerId, name: 'a.pdf', mediaType: 'application/pdf', bytes });
    if (fail) throw new Error('undo');
  });
const onDisk = () => readdirSync(join(at.platform.config.dataDir, 'files'), { recursive: true, withFileTypes: true }).filter((e) => e.isFile());

describe('a stored file', () => {
  it('comes back as it was, only through its own network', async () => {
    const ownerId = newId();
    await save(ownerId);
    expect(await readFileOf(at.system(), 'test', ownerId)).toMatchObject({ name: 'a.pdf', byteSize: bytes.length, bytes: Buffer.from(bytes) });
    expect(await readFileOf(at.system(at.otherNetworkId), 'test', ownerId)).toBeNull();
  });

  it('that was changed on disk is not handed out', async () => {
    const ownerId = newId();
    await save(ownerId);
    const file = await readFileOf(at.system(), 'test', ownerId);
    const entry = onDisk().find((e) => e.name === file?.id);
    writeFileSync(join(entry?.parentPath ?? '', entry?.name ?? ''), 'forged');
    await expect(readFileOf(at.system(), 'test', ownerId)).rejects.toThrow('is not what was stored');
  });

  it('goes with its record, and what a rolled back transaction left is swept after a day', async () => {
    const ownerId = newId();
    await save(ownerId);
    const before = onDisk().length;
    await inTransaction(at.system(), (tx) => removeFilesOf(tx, 'test', ownerId));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(onDisk().length).toBe(before - 1);
    await save(newId(), true).catch(() => undefined);
    expect(await sweepFiles(at.platform)).toBe(0);
    const yesterday = new Date(Date.now() - 25 * 3600_000);
    for (const e of onDisk()) utimesSync(join(e.parentPath, e.name), yesterday, yesterday);
    expect(await sweepFiles(at.platform)).toBe(1);
  });
});
