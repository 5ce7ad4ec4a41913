import { describe, expect, it } from 'vitest';
import { testInstallation } from '#server/testing/installation.ts';
import { inTransaction } from './context.ts';
import { emit, followOutbox } from './outbox.ts';
import type { Db } from './db.ts';

const at = testInstallation();
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the tail of the outbox', () => {
  it('brings an event of a slow transaction that was numbered first and committed last', async () => {
    const seen: string[] = [];
    const loop = followOutbox(at.platform, [(event) => void seen.push(String(event.payload.what))]);
    await wait(400);
    const ctx = at.system();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow = (ctx.db as Db).transaction().execute(async (db) => {
      await emit({ ...ctx, db, inTx: true, afterCommit: [] }, 'test.happened', { what: 'slow' });
      await held;
    });
    await wait(50);
    await inTransaction(ctx, (tx) => emit(tx, 'test.happened', { what: 'fast' }));
    await wait(700);
    release();
    await slow;
    await wait(800);
    await loop.stop();
    expect([...seen].sort()).toEqual(['fast', 'slow']);
  });

  it('tells nothing of a transaction that was rolled back', async () => {
    const seen: string[] = [];
    const loop = followOutbox(at.platform, [(event) => void seen.push(event.name)]);
    await wait(400);
    await inTransaction(at.system(), async (tx) => {
      await emit(tx, 'test.undone', {});
      throw new Error('undo');
    }).catch(() => undefined);
    await wait(700);
    await loop.stop();
    expect(seen).toEqual([]);
  });
});
