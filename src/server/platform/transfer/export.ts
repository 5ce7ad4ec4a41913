import { access, open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { PassThrough, type Writable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Pool, PoolClient } from 'pg';
import { nameOf, readCatalogue, type Catalogue } from './catalogue.ts';
import { createBlockWriter } from './format.ts';
import { TRANSFER_RULES, type TransferRules } from './rules.ts';
import { copyOut, inTransaction, sqlNames, withClient } from './session.ts';

export interface TransferOptions {
  rules?: TransferRules;
  /** Told about each table when it is done. */
  log?: (line: string) => void;
}

export interface TransferReport {
  tables: number;
  rows: number;
  /** Row number and order-free checksum of each table, by `schema.table`. */
  sums: Record<string, { rows: number; checksum: string }>;
}

/**
 * Writes all rows of our tables to `file` (gzip, mode 0600), as they are at one moment; the product may go on working.
 * The file holds personal data and no keys. Throws when the file exists already; leaves no half file behind.
 */
export async function exportDatabase(pool: Pool, file: string, options: TransferOptions = {}): Promise<TransferReport> {
  if (
    await access(file).then(
      () => true,
      () => false,
    )
  )
    throw new Error(`The file ${file} exists already.`);
  const part = `${file}.part`;
  try {
    await rm(part, { force: true });
    const handle = await open(part, 'wx', 0o600);
    await handle.chmod(0o600);
    const blocks = new PassThrough();
    const written = pipeline(blocks, createGzip({ level: 6 }), handle.createWriteStream({ flush: true }));
    const report = await withClient(pool, (client) => bothEnds(writeExport(client, blocks, options), written));
    await rename(part, file);
    return report;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/**
 * Waits for the writer of a stream and for its other end, since neither may go on alone. When one fails the other fails with it:
 * what is thrown is the cause, not its echo.
 */
export async function bothEnds(writing: Promise<TransferReport>, other: Promise<unknown>): Promise<TransferReport> {
  const [wrote, ended] = await Promise.allSettled([writing, other]);
  if (ended.status === 'rejected') {
    const isEcho = wrote.status === 'rejected' && (ended.reason as Error).cause === wrote.reason;
    throw isEcho ? wrote.reason : ended.reason;
  }
  if (wrote.status === 'rejected') throw wrote.reason;
  return wrote.value;
}

/** Writes the export into `sink` and ends it. With `lock` nobody can write to the tables until it is done. */
export async function writeExport(
  client: PoolClient,
  sink: Writable,
  { rules = TRANSFER_RULES, log = () => undefined, lock = false }: TransferOptions & { lock?: boolean } = {},
): Promise<TransferReport> {
  const writer = createBlockWriter(sink);
  const report: TransferReport = { tables: 0, rows: 0, sums: {} };
  try {
    // The lock has to come before the first look at any row, or the snapshot would be older than the lock.
    const before = lock ? await readCatalogue(client, rules) : undefined;
    await inTransaction(client, 'ISOLATION LEVEL REPEATABLE READ', async () => {
      if (before) await lockTables(client, before);
      const catalogue = await readCatalogue(client, rules);
      if (catalogue.migrations.length === 0)
        throw new Error('This database holds no tables of Sheberlik: there is nothing to export.');
      const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
      const { migrations, sequences } = catalogue;
      const exportedAt = new Date().toISOString();
      const postgres = rows[0]?.server_version ?? '';
      await writer.write({
        type: 'H',
        header: { format: 'sheberlik-export', version: 1, exportedAt, postgres, migrations, sequences },
      });
      for (const table of catalogue.tables) {
        await writer.write({ type: 'T', table });
        const sum = await copyOut(client, table, (data) => writer.write({ type: 'D', data }));
        await writer.write({ type: 'E', sum });
        report.tables += 1;
        report.rows += sum.rows;
        report.sums[nameOf(table)] = sum;
        log(`${nameOf(table)}: ${sum.rows}`);
      }
      await writer.write({ type: 'Z', tables: report.tables, rows: report.rows });
    });
    sink.end();
    return report;
  } catch (error) {
    sink.destroy(error as Error);
    throw error;
  }
}

async function lockTables(client: PoolClient, catalogue: Catalogue): Promise<void> {
  if (catalogue.tables.length === 0) return;
  await client.query(`SET LOCAL lock_timeout = '3s'`);
  try {
    await client.query(
      `LOCK TABLE ${catalogue.tables.map((table) => sqlNames(client, table).table).join(', ')} IN SHARE MODE`,
    );
  } catch (cause) {
    throw new Error('Someone is writing to this database. Stop Sheberlik first.', { cause });
  }
}
