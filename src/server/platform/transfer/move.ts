import { PassThrough } from 'node:stream';
import pg from 'pg';
import { bothEnds, writeExport, type TransferOptions, type TransferReport } from './export.ts';
import { readExport } from './import.ts';
import { withClient } from './session.ts';

export interface MoveOptions extends TransferOptions {
  /** Brings the target to the schema of this version; called before anything is read. */
  prepare?: (target: pg.Pool) => Promise<void>;
}

/**
 * Copies all rows from one database to an empty one at `toUrl`, in one pass without a file. The source is locked against writing while it
 * lasts and stays as it was; the target commits only when every table read back equals its source.
 * Throws a sentence when someone writes to the source, the versions differ or the target is not empty.
 */
export async function moveDatabase(from: pg.Pool, toUrl: string, options: MoveOptions = {}): Promise<TransferReport> {
  const target = new pg.Pool({ connectionString: toUrl, max: 2 });
  target.on('error', () => undefined);
  try {
    await options.prepare?.(target);
    return await withClient(from, (source) =>
      withClient(target, async (sink) => {
        const blocks = new PassThrough({ highWaterMark: 1024 * 1024 });
        blocks.on('error', () => undefined);
        const reading = readExport(sink, blocks, options).catch((error: unknown) => {
          blocks.destroy(error as Error);
          throw error;
        });
        await bothEnds(writeExport(source, blocks, { ...options, log: () => undefined, lock: true }), reading);
        return await reading;
      }),
    );
  } finally {
    await target.end();
  }
}
