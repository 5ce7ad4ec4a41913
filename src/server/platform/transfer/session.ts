import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import type { Pool, PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { createRowSummer, type RowSum } from './checksum.ts';
import type { TransferTable } from './catalogue.ts';

/** Settings that make both servers write and read values alike, and let a long copy take its time. */
const SETTINGS: Record<string, string> = {
  client_encoding: 'UTF8',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  xmlbinary: 'base64',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  transaction_timeout: '0',
  // A policy that hides rows must stop the copy, not thin it.
  row_security: 'off',
};

/** Lends a connection; one that failed, or that `work` leaves `changed`, is closed instead of being lent again. */
export async function withClient<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
  changed = false,
): Promise<Result> {
  const client = await pool.connect();
  // A connection that breaks tells both the query, which rejects, and this listener, without which the process would end.
  const ignore = (): void => undefined;
  client.on('error', ignore);
  let failure: Error | undefined;
  try {
    return await work(client);
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(failure ?? changed);
  }
}

/** Runs `work` in one transaction with those settings; rolls back when it throws. */
export async function inTransaction<Result>(
  client: PoolClient,
  mode: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query(`BEGIN ${mode}`);
  try {
    for (const [name, value] of Object.entries(SETTINGS)) await client.query(`SET LOCAL ${name} = '${value}'`);
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Quotes the names of a table and its columns for SQL. */
export function sqlNames(client: PoolClient, table: TransferTable): { table: string; columns: string } {
  const quote = (name: string): string => client.escapeIdentifier(name);
  return { table: `${quote(table.schema)}.${quote(table.name)}`, columns: table.columns.map(quote).join(', ') };
}

/** Reads all rows of a table as COPY text, hands them on chunk by chunk, and answers their sum. */
export async function copyOut(
  client: PoolClient,
  table: TransferTable,
  take: (chunk: Buffer) => Promise<void>,
): Promise<RowSum> {
  const names = sqlNames(client, table);
  const summer = createRowSummer();
  const out = client.query(copyTo(`COPY (SELECT ${names.columns} FROM ${names.table}) TO STDOUT`));
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      summer.add(chunk);
      take(chunk).then(() => done(), done);
    },
  });
  try {
    await pipeline(out, sink);
  } catch (error) {
    // Nothing tells the server to stop sending, so a ROLLBACK would wait behind rows that nobody reads: the connection is given up.
    await client.end();
    throw error;
  }
  return summer.result();
}
