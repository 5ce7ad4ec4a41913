import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import {
  nameOf,
  readCatalogue,
  type Catalogue,
  type ForeignKey,
  type TransferSequence,
  type TransferTable,
} from './catalogue.ts';
import { createRowSummer, type RowSum } from './checksum.ts';
import type { TransferOptions, TransferReport } from './export.ts';
import { readBlocks, type Block, type TransferHeader } from './format.ts';
import { TRANSFER_RULES, type TransferRules } from './rules.ts';
import { copyOut, inTransaction, sqlNames, withClient } from './session.ts';

/**
 * Reads an export into a migrated database whose tables are empty, in one transaction: all of it or nothing. Every constraint is checked;
 * triggers of our own do not fire, since what they would write is in the export. Before the commit each table is read back and compared.
 * Throws a sentence when the versions differ, a table is not empty, or the file is damaged.
 */
export async function importDatabase(pool: Pool, file: string, options: TransferOptions = {}): Promise<TransferReport> {
  const source = createReadStream(file);
  const plain = createGunzip();
  source.on('error', (error) => plain.destroy(error));
  plain.on('error', () => undefined);
  try {
    return await withClient(pool, (client) => readExport(client, source.pipe(plain), options));
  } finally {
    source.destroy();
    plain.destroy();
  }
}

/** The same from a stream of blocks. */
export async function readExport(
  client: PoolClient,
  source: Readable,
  { rules = TRANSFER_RULES, log = () => undefined }: TransferOptions = {},
): Promise<TransferReport> {
  const report = await inTransaction(client, '', async () => {
    const blocks = readBlocks(source);
    const first = await blocks.next();
    if (first.done || first.value.type !== 'H') throw new Error('This is not an export of Sheberlik.');
    const { header } = first.value;
    const catalogue = await readCatalogue(client, rules);
    checkVersions(header, catalogue);
    await emptyTables(client, catalogue, rules);
    const restoreTriggers = await silenceTriggers(client, catalogue);
    await dropKeys(client, catalogue.circular);
    await client.query('SET CONSTRAINTS ALL DEFERRED');

    const done = await copyTables(client, blocks, catalogue, log);

    await closeKeys(client, catalogue.circular);
    await restoreTriggers();
    await setSequences(client, header.sequences, catalogue.sequences);
    for (const view of catalogue.materializedViews) await client.query(`REFRESH MATERIALIZED VIEW ${view}`);
    await compare(client, catalogue, done);
    return done;
  });
  // Outside of the transaction: the rows are safe already, and without statistics the first pages would be slow.
  await client.query('SET statement_timeout = 0; ANALYZE; RESET statement_timeout');
  return report;
}

function checkVersions(header: TransferHeader, catalogue: Catalogue): void {
  if (header.version !== 1)
    throw new Error(`This export has format ${String(header.version)}; this version of Sheberlik reads format 1.`);
  if (catalogue.migrations.length === 0)
    throw new Error('The target holds no tables of Sheberlik yet. Run "sheberlik migrate" on it first.');
  const missing = header.migrations.filter((name) => !catalogue.migrations.includes(name));
  const extra = catalogue.migrations.filter((name) => !header.migrations.includes(name));
  if (missing.length > 0)
    throw new Error(
      `The export is newer than the target: the target lacks ${missing.length} migrations, the first is ${missing[0]}. Use the version of Sheberlik that wrote it.`,
    );
  if (extra.length > 0)
    throw new Error(
      `The export is older than the target: the target has ${extra.length} more migrations, the first is ${extra[0]}. Import with the version of Sheberlik that wrote it, then upgrade.`,
    );
}

async function emptyTables(client: PoolClient, catalogue: Catalogue, rules: TransferRules): Promise<void> {
  const seeded = catalogue.tables.filter((table) => rules.seededTables.includes(nameOf(table)));
  const list = (tables: TransferTable[]): string => tables.map((table) => sqlNames(client, table).table).join(', ');
  if (catalogue.tables.length > 0) await client.query(`LOCK TABLE ${list(catalogue.tables)} IN ACCESS EXCLUSIVE MODE`);
  for (const table of catalogue.tables.filter((one) => !seeded.includes(one))) {
    const { rowCount } = await client.query(`SELECT FROM ${sqlNames(client, table).table} LIMIT 1`);
    if (rowCount !== 0)
      throw new Error(`The target is not empty: ${nameOf(table)} holds rows. Import into a new database.`);
  }
  // DELETE, unlike TRUNCATE, is refused when a row of a table that is not replaced refers to one of these.
  for (const table of seeded.reverse()) await client.query(`DELETE FROM ${sqlNames(client, table).table}`);
}

async function silenceTriggers(client: PoolClient, catalogue: Catalogue): Promise<() => Promise<void>> {
  const schemas = catalogue.tables.map((table) => table.schema);
  const { rows } = await client.query<{ table: string; trigger: string; state: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS table, quote_ident(t.tgname) AS trigger, t.tgenabled AS state
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled <> 'D' AND n.nspname = ANY ($1::text[])`,
    [schemas],
  );
  const enabling: Record<string, string> = { O: 'ENABLE', R: 'ENABLE REPLICA', A: 'ENABLE ALWAYS' };
  for (const { table, trigger } of rows) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ${trigger}`);
  return async () => {
    for (const { table, trigger, state } of rows)
      await client.query(`ALTER TABLE ${table} ${enabling[state]} TRIGGER ${trigger}`);
  };
}

/** A circle of keys that cannot wait for the end of the transaction is opened and closed again; closing it checks every row. */
async function dropKeys(client: PoolClient, keys: ForeignKey[]): Promise<void> {
  for (const key of keys.filter((one) => !one.deferrable))
    await client.query(`ALTER TABLE ${quoted(client, key.from)} DROP CONSTRAINT ${client.escapeIdentifier(key.name)}`);
}

async function closeKeys(client: PoolClient, keys: ForeignKey[]): Promise<void> {
  try {
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    for (const key of keys.filter((one) => !one.deferrable))
      await client.query(
        `ALTER TABLE ${quoted(client, key.from)} ADD CONSTRAINT ${client.escapeIdentifier(key.name)} ${key.definition}`,
      );
  } catch (cause) {
    throw new Error(`The rows of the export contradict each other: ${(cause as Error).message}`, { cause });
  }
}

const quoted = (client: PoolClient, name: string): string =>
  name
    .split('.')
    .map((part) => client.escapeIdentifier(part))
    .join('.');

async function copyTables(
  client: PoolClient,
  blocks: AsyncGenerator<Block>,
  catalogue: Catalogue,
  log: (line: string) => void,
): Promise<TransferReport> {
  const waiting = new Map(catalogue.tables.map((table) => [nameOf(table), table]));
  const report: TransferReport = { tables: 0, rows: 0, sums: {} };
  for await (const block of blocks) {
    if (block.type === 'T') {
      const name = nameOf(block.table);
      const target = waiting.get(name);
      if (!target) throw new Error(`The export holds a table ${name} that the target does not have.`);
      if (JSON.stringify([...target.columns].sort()) !== JSON.stringify([...block.table.columns].sort()))
        throw new Error(`The table ${name} has other columns in the target than in the export.`);
      waiting.delete(name);
      const sum = await copyIn(client, block.table, blocks);
      report.tables += 1;
      report.rows += sum.rows;
      report.sums[name] = sum;
      log(`${name}: ${sum.rows}`);
    } else if (block.type !== 'Z' || block.tables !== report.tables || block.rows !== report.rows) {
      throw new Error('The export is damaged: its tables do not add up.');
    }
  }
  if (waiting.size > 0) throw new Error(`The export lacks the table ${[...waiting.keys()][0]}.`);
  return report;
}

async function copyIn(client: PoolClient, table: TransferTable, blocks: AsyncGenerator<Block>): Promise<RowSum> {
  const names = sqlNames(client, table);
  const summer = createRowSummer();
  const sink = client.query(copyFrom(`COPY ${names.table} (${names.columns}) FROM STDIN`));
  // A refusal comes while writes still wait for the socket: it lets go of its connection, and a drain of the socket would write them into nothing.
  sink.once('error', () => sink.cork());
  let refusal: Error | undefined;
  const closed = finished(sink).catch((cause: Error) => {
    refusal = new Error(`The target does not accept the rows of ${nameOf(table)}: ${cause.message}`, { cause });
  });
  // Once the server has refused, the stream must not be touched any more: it has let go of its connection.
  const ifRefused = (): void => {
    if (refusal) throw refusal;
  };
  try {
    for (;;) {
      const { value: block, done } = await blocks.next();
      ifRefused();
      if (done || (block.type !== 'D' && block.type !== 'E'))
        throw new Error('The export is damaged: a table does not end.');
      if (block.type === 'D') {
        summer.add(block.data);
        if (!sink.write(block.data)) await Promise.race([once(sink, 'drain'), closed]);
        ifRefused();
        continue;
      }
      sink.end();
      await closed;
      ifRefused();
      const sum = summer.result();
      if (sum.rows !== block.sum.rows || sum.checksum !== block.sum.checksum)
        throw new Error(`The export is damaged: the rows of ${nameOf(table)} do not match their checksum.`);
      return sum;
    }
  } catch (error) {
    if (!refusal && !sink.writableFinished) sink.destroy(error as Error);
    await closed;
    throw error;
  }
}

async function setSequences(
  client: PoolClient,
  wanted: TransferSequence[],
  present: TransferSequence[],
): Promise<void> {
  const names = new Set(present.map(nameOf));
  for (const sequence of wanted) {
    if (!names.has(nameOf(sequence)))
      throw new Error(`The export holds a sequence ${nameOf(sequence)} that the target does not have.`);
    await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [
      quoted(client, nameOf(sequence)),
      sequence.lastValue,
      sequence.isCalled,
    ]);
  }
}

async function compare(client: PoolClient, catalogue: Catalogue, expected: TransferReport): Promise<void> {
  for (const table of catalogue.tables) {
    const sum = await copyOut(client, table, () => Promise.resolve());
    const want = expected.sums[nameOf(table)];
    if (sum.rows !== want?.rows || sum.checksum !== want.checksum)
      throw new Error(
        `The rows of ${nameOf(table)} read back from the target differ from those of the export. Nothing was imported.`,
      );
  }
}
