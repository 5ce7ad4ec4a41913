import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../postgres/embedded.ts';
import { createDemoSchema, fillDemo, readDemo } from './demo.fixture.ts';
import { exportDatabase, writeExport } from './export.ts';
import { importDatabase } from './import.ts';
import { moveDatabase } from './move.ts';
import { TRANSFER_RULES } from './rules.ts';

let place: string;
let embedded: EmbeddedPostgres;
let server: EmbeddedPostgres;
let serverPort: number;
let source: pg.Pool;
let databases = 0;
const pools: pg.Pool[] = [];
const rules = { ...TRANSFER_RULES, seededTables: ['platform.language'] };

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'transfer-'));
  serverPort = await freePort();
  const settings = { listen_addresses: '127.0.0.1', port: String(serverPort) };
  [embedded, server] = await Promise.all([
    startEmbeddedPostgres({ dataDir: join(place, 'embedded') }),
    startEmbeddedPostgres({ dataDir: join(place, 'server'), settings }),
  ]);
  source = poolOf(embedded.url);
  await createDemoSchema(source);
  await fillDemo(source);
}, 60_000);

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await Promise.all([embedded.stop(), server.stop()]);
  await rm(place, { recursive: true });
}, 60_000);

function poolOf(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined);
  pools.push(pool);
  return pool;
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => listener.once('listening', resolve));
  const { port } = listener.address() as { port: number };
  await new Promise((resolve) => listener.close(resolve));
  return port;
}

/** A new empty database, on the embedded cluster or, by TCP as an administrator would reach it, on the server. */
async function newDatabase(
  where: 'embedded' | 'server',
  prepare = createDemoSchema as (pool: pg.Pool) => Promise<void>,
): Promise<{ url: string; pool: pg.Pool }> {
  const name = `target_${++databases}`;
  const cluster = where === 'embedded' ? embedded : server;
  const admin = poolOf(cluster.url);
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  const password = /:([^:@]+)@/.exec(cluster.url)?.[1] ?? '';
  const url =
    where === 'embedded'
      ? embedded.url.replace('@/sheberlik?', `@/${name}?`)
      : `postgresql://sheberlik:${password}@127.0.0.1:${serverPort}/${name}`;
  const pool = poolOf(url);
  await prepare(pool);
  return { url, pool };
}

const exportName = (): string => join(place, `export-${++databases}`);

describe('export and import', () => {
  test('carry every row, key, sequence and view over, without firing triggers', async () => {
    const file = exportName();
    const lines: string[] = [];
    const written = await exportDatabase(source, file, { rules, log: (line) => lines.push(line) });
    expect(written).toMatchObject({
      tables: 8,
      sums: { 'people.person': { rows: 500 }, 'people.attendance': { rows: 5000 } },
    });
    expect(lines).toContain('people.attendance: 5000');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const target = await newDatabase('embedded');
    expect(await importDatabase(target.pool, file, { rules })).toEqual(written);
    expect(await readDemo(target.pool)).toEqual(await readDemo(source));
    const { rows } = await target.pool.query(
      `SELECT (SELECT count(*) FROM pgboss.job)::int AS jobs, (SELECT count(*) FROM platform.rate)::int AS unlogged, seq, xid <= pg_current_xact_id() AS own
       FROM platform.event`,
    );
    expect(rows).toEqual([{ jobs: 0, unlogged: 0, seq: '7', own: true }]);
  }, 60_000);

  test('leave the target as strict as it was: keys, triggers and sequences work', async () => {
    const file = exportName();
    await exportDatabase(source, file, { rules });
    const target = await newDatabase('embedded');
    const describeSchema = async () =>
      (
        await target.pool.query(
          `SELECT conname::text || pg_get_constraintdef(oid) || convalidated AS what FROM pg_constraint WHERE contype <> 'n' UNION ALL
           SELECT tgname::text || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`,
        )
      ).rows;
    const before = await describeSchema();
    await importDatabase(target.pool, file, { rules });
    expect(await describeSchema()).toEqual(before);
    await expect(target.pool.query(`UPDATE people.network SET head_id = uuidv7()`)).rejects.toMatchObject({
      code: '23503',
    });
    const { rows } = await target.pool.query<{ n: string }>(`SELECT nextval('seminars.register_number') AS n`);
    expect(rows).toEqual([{ n: '1002' }]);
    await target.pool.query(
      `INSERT INTO people.attendance (person_id, at) SELECT id, now() FROM people.person LIMIT 1`,
    );
  }, 60_000);

  test('an export is of one moment although people go on writing', async () => {
    const busy = await newDatabase('embedded');
    await fillDemo(busy.pool, 50);
    let writing = true;
    const writer = (async () => {
      // Both tables always grow together, so a file that shows one without the other was not of one moment.
      while (writing)
        await busy.pool.query(`WITH a AS (INSERT INTO seminars.room SELECT max(id) + 1 FROM seminars.room RETURNING id)
          INSERT INTO seminars.booking SELECT id, id, '[today, tomorrow)' FROM a`);
    })();
    const file = exportName();
    const report = await exportDatabase(busy.pool, file, { rules });
    writing = false;
    await writer;
    expect(report.sums['seminars.booking']?.rows).toBe(report.sums['seminars.room']?.rows);
    const target = await newDatabase('embedded');
    expect(await importDatabase(target.pool, file, { rules })).toEqual(report);
  }, 60_000);

  test('an existing file is not overwritten and a failed export leaves nothing behind', async () => {
    const file = exportName();
    await writeFile(file, 'mine');
    await expect(exportDatabase(source, file, { rules })).rejects.toThrow(`The file ${file} exists already.`);
    expect(await readFile(file, 'utf8')).toBe('mine');
    const nowhere = join(place, 'nowhere', 'file');
    await expect(exportDatabase(source, nowhere, { rules })).rejects.toThrow(/ENOENT/);
    const unmigrated = await newDatabase('embedded', async () => undefined);
    const failed = exportName();
    await expect(exportDatabase(unmigrated.pool, failed)).rejects.toThrow(/holds no tables of Sheberlik/);
    expect((await readdir(place)).filter((name) => name.includes('.part') || name === failed)).toEqual([]);
  }, 60_000);
});

describe('an import is refused, with nothing written, when', () => {
  let file: string;
  let target: pg.Pool;

  beforeAll(async () => {
    file = exportName();
    await exportDatabase(source, file, { rules });
  });

  beforeEach(async () => {
    target = (await newDatabase('embedded')).pool;
  });

  const isUntouched = async (): Promise<boolean> => {
    const { rows } = await target.query<{ n: number }>('SELECT count(*)::int AS n FROM people.person');
    return rows[0]?.n === 0;
  };

  const changed = async (change: (bytes: Buffer) => Buffer): Promise<string> => {
    const other = exportName();
    await writeFile(other, gzipSync(change(gunzipSync(await readFile(file))), { level: 1 }));
    return other;
  };

  test('the target lacks a migration of the export', async () => {
    await target.query(`DELETE FROM platform.kysely_migration WHERE name LIKE '%seminars%'`);
    await expect(importDatabase(target, file, { rules })).rejects.toThrow(
      /newer than the target.*20261102_0900_seminars_create/,
    );
    expect(await isUntouched()).toBe(true);
  });

  test('the target has a migration more', async () => {
    await target.query(`INSERT INTO platform.kysely_migration VALUES ('20261201_0900_more', now()::text)`);
    await expect(importDatabase(target, file, { rules })).rejects.toThrow(/older than the target.*20261201_0900_more/);
    expect(await isUntouched()).toBe(true);
  });

  test('the target was never migrated', async () => {
    await target.query('DROP TABLE platform.kysely_migration');
    await expect(importDatabase(target, file, { rules })).rejects.toThrow(/Run "sheberlik migrate"/);
  });

  test('a table of the target holds rows', async () => {
    await target.query(`INSERT INTO seminars.room VALUES (9, NULL)`);
    await expect(importDatabase(target, file, { rules })).rejects.toThrow(/not empty: seminars\.room holds rows/);
    await expect(importDatabase(target, file)).rejects.toThrow(/not empty: platform\.language holds rows/);
    expect(await isUntouched()).toBe(true);
  });

  test('the file is something else, cut short, or has a changed byte', async () => {
    const bytes = await readFile(file);
    const attempts: [string, Buffer, RegExp][] = [
      ['text', Buffer.from('hello'), /damaged.*incorrect header check/],
      ['another gzip', gzipSync('hello, this is no export at all'), /not an export of Sheberlik/],
      ['cut', bytes.subarray(0, bytes.length - 9000), /damaged or was cut short/],
      ['cut at its last byte', bytes.subarray(0, bytes.length - 1), /damaged or was cut short/],
      [
        'changed',
        Buffer.from(bytes.map((byte, at) => (at === 40_000 ? byte ^ 0x10 : byte))),
        /damaged|does not accept/,
      ],
    ];
    for (const [name, content, sentence] of attempts) {
      const other = exportName();
      await writeFile(other, content);
      await expect(importDatabase(target, other, { rules }), name).rejects.toThrow(sentence);
      expect(await isUntouched(), name).toBe(true);
    }
  }, 60_000);

  test('a value was changed by someone who knew how to pack the file', async () => {
    const forged = await changed((plain) => {
      const at = plain.indexOf('1970-01-05');
      expect(at).toBeGreaterThan(0);
      return Buffer.concat([plain.subarray(0, at), Buffer.from('1971'), plain.subarray(at + 4)]);
    });
    await expect(importDatabase(target, forged, { rules })).rejects.toThrow(
      /rows of people\.person do not match their checksum/,
    );
    expect(await isUntouched()).toBe(true);
  });

  test('a reference leads nowhere, although the file is whole', async () => {
    const broken = (await newDatabase('embedded')).pool;
    await fillDemo(broken, 20);
    await broken.query(
      `ALTER TABLE people.network DROP CONSTRAINT network_head_id_fkey; UPDATE people.network SET head_id = uuidv7()`,
    );
    const other = exportName();
    await exportDatabase(broken, other, { rules });
    await expect(importDatabase(target, other, { rules })).rejects.toThrow(
      /contradict each other.*network_head_id_fkey/,
    );
    expect(await isUntouched()).toBe(true);
  });

  test('tables or columns differ although the migrations are called alike', async () => {
    await target.query('ALTER TABLE people.person ADD COLUMN extra text');
    await expect(importDatabase(target, file, { rules })).rejects.toThrow(/people\.person has other columns/);
    await target.query('ALTER TABLE people.person DROP COLUMN extra; CREATE TABLE seminars.more (id int)');
    await expect(importDatabase(target, file, { rules })).rejects.toThrow(/lacks the table seminars\.more/);
    expect(await isUntouched()).toBe(true);
  });
});

describe('move', () => {
  test('from embedded to a server by TCP and back gives equal rows', async () => {
    const original = await readDemo(source);
    const there = await newDatabase('server', async () => undefined);
    const report = await moveDatabase(source, there.url, { rules, prepare: createDemoSchema });
    expect(report).toMatchObject({ tables: 8, sums: { 'people.attendance': { rows: 5000 } } });
    expect(await readDemo(there.pool)).toEqual(original);
    const back = await newDatabase('embedded');
    expect(await moveDatabase(there.pool, back.url, { rules })).toEqual(report);
    expect(await readDemo(back.pool)).toEqual(original);
    expect(await readDemo(source)).toEqual(original);
  }, 60_000);

  test('an export whose file can no longer be written ends with that error instead of waiting', async () => {
    const large = await newDatabase('embedded');
    await large.pool.query(
      `INSERT INTO platform.audit (what) SELECT repeat(md5(n::text), 30) FROM generate_series(1, 60000) n`,
    );
    const client = await large.pool.connect();
    const sink = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => done(new Error('no space left')),
    });
    sink.on('error', () => undefined);
    await expect(writeExport(client, sink, { rules })).rejects.toThrow('no space left');
    client.release(true);
  }, 60_000);

  test('more rows than any buffer holds pass through', async () => {
    const large = await newDatabase('embedded');
    await large.pool.query(
      `INSERT INTO platform.audit (what) SELECT repeat(md5(n::text), 30) FROM generate_series(1, 60000) n`,
    );
    const there = await newDatabase('server');
    const report = await moveDatabase(large.pool, there.url, { rules });
    expect(report.sums['platform.audit']?.rows).toBe(60_000);
  }, 60_000);

  test('is refused while someone writes, and when the target is not empty, as a sentence and without harm to either', async () => {
    const there = await newDatabase('server');
    const writer = await source.connect();
    await writer.query('BEGIN; UPDATE seminars.room SET id = id');
    await expect(moveDatabase(source, there.url, { rules })).rejects.toThrow(
      'Someone is writing to this database. Stop Sheberlik first.',
    );
    await writer.query('ROLLBACK');
    writer.release();
    await there.pool.query('INSERT INTO seminars.room VALUES (9, NULL)');
    await expect(moveDatabase(source, there.url, { rules })).rejects.toThrow(/not empty: seminars\.room/);
    expect((await readDemo(there.pool))['seminars.room']).toEqual(['(9,)']);
    await source.query('UPDATE seminars.room SET id = id');
  }, 60_000);

  test.each(['source', 'target'])(
    'a connection of the %s lost on the way ends it with an error and nothing is moved',
    async (side) => {
      const large = await newDatabase('embedded');
      // The table that comes first, the audit log, is empty: the cut falls into the large one after it.
      await large.pool.query(
        `ALTER TABLE people.person DISABLE TRIGGER ALL; INSERT INTO people.network (slug) VALUES ('x')`,
      );
      await large.pool.query(`INSERT INTO people.person (network_id, name, photo)
        SELECT id, n, decode(repeat(md5(n::text), 600), 'hex') FROM people.network, generate_series(1, 3000) n`);
      const there = await newDatabase('server');
      const cutOff = (side === 'source' ? large : there).pool;
      let cut: Promise<pg.QueryResult> | undefined;
      const moving = moveDatabase(large.pool, there.url, {
        rules,
        log: () => {
          cut ??= cutOff.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`,
          );
        },
      });
      await expect(moving).rejects.toThrow(/terminat|connection error/);
      expect((await cut)?.rowCount).toBeGreaterThan(0);
      expect((await readDemo(there.pool))['people.network']).toEqual([]);
      expect((await readDemo(large.pool))['people.person']).toHaveLength(3000);
    },
    60_000,
  );
});
