import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refreshCollations } from './collations.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded.ts';

let dataDir: string;
let postgres: EmbeddedPostgres;
let pool: pg.Pool;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'collations-'));
  postgres = await startEmbeddedPostgres({ dataDir });
  pool = new pg.Pool({ connectionString: postgres.url });
  await pool.query(`
    CREATE TABLE word (id int PRIMARY KEY, kk text COLLATE "kk-x-icu", ru text COLLATE "ru-x-icu", plain text, note text COLLATE "C");
    CREATE INDEX word_kk ON word (kk);
    CREATE INDEX word_kk_lower ON word (lower(kk));
    CREATE INDEX word_kk_some ON word (id) WHERE kk > 'м';
    CREATE INDEX word_cast ON word ((plain COLLATE "kk-x-icu"));
    CREATE INDEX word_ru ON word (ru);
    CREATE UNIQUE INDEX word_plain ON word (plain);
    CREATE INDEX word_note ON word (note);
    INSERT INTO word SELECT n, 'сөз' || n, 'слово' || n, 'word' || n, 'note' || n FROM generate_series(1, 50) n`);
}, 60_000);

afterAll(async () => {
  await pool.end();
  await postgres.stop();
  await rm(dataDir, { recursive: true });
}, 60_000);

/** The files of the indexes: an index that was rebuilt has another one. */
async function filesOfIndexes(): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ name: string; file: number }>(
    `SELECT c.relname AS name, pg_relation_filenode(c.oid)::int AS file FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = 'word'::regclass`,
  );
  return new Map(rows.map((row) => [row.name, row.file]));
}

async function rebuiltBy(work: () => Promise<unknown>): Promise<string[]> {
  const before = await filesOfIndexes();
  await work();
  const after = await filesOfIndexes();
  return [...after]
    .filter(([name, file]) => before.get(name) !== file)
    .map(([name]) => name)
    .sort();
}

test('nothing is rebuilt while the sorting rules are those the indexes were built with', async () => {
  const lines: string[] = [];
  expect(await rebuiltBy(() => refreshCollations(pool, (line) => lines.push(line)))).toEqual([]);
  expect(lines).toEqual([]);
});

test('a changed Kazakh collation rebuilds exactly the indexes that depend on it, once', async () => {
  await pool.query(`UPDATE pg_collation SET collversion = '1' WHERE collname IN ('kk-x-icu', 'vi-x-icu')`);
  const lines: string[] = [];
  const rebuilt = await rebuiltBy(async () => {
    expect(await refreshCollations(pool, (line) => lines.push(line))).toEqual({ rebuilt: 4 });
  });
  expect(rebuilt).toEqual(['word_cast', 'word_kk', 'word_kk_lower', 'word_kk_some']);
  expect(lines).toContainEqual(
    expect.stringMatching(/^sorting rules of pg_catalog\."kk-x-icu": version 1 is now \S+$/),
  );
  expect(await rebuiltBy(() => refreshCollations(pool, () => undefined))).toEqual([]);
});

test('a changed default collation of the database rebuilds the indexes on plain text', async () => {
  await pool.query(`UPDATE pg_database SET datcollversion = '1' WHERE datname = current_database()`);
  const rebuilt = await rebuiltBy(() => refreshCollations(pool, () => undefined));
  expect(rebuilt).toEqual(['word_kk_lower', 'word_kk_some', 'word_plain']);
  const { rows } = await pool.query<{ same: boolean }>(
    `SELECT datcollversion = pg_database_collation_actual_version(oid) AS same FROM pg_database WHERE datname = current_database()`,
  );
  expect(rows).toEqual([{ same: true }]);
});

test('a role that does not own the collation rebuilds its indexes and says what the administrator has to run', async () => {
  await pool.query(`CREATE ROLE tenant LOGIN PASSWORD 'tenant'; CREATE SCHEMA own AUTHORIZATION tenant`);
  const url = new URL(postgres.url.replace('@/', '@host/'));
  const own = new pg.Pool({
    host: url.searchParams.get('host') ?? '',
    port: 5432,
    user: 'tenant',
    password: 'tenant',
    database: 'sheberlik',
  });
  try {
    await own.query(`CREATE TABLE own.word (kk text COLLATE "kk-x-icu" UNIQUE)`);
    await pool.query(
      `ALTER TABLE word OWNER TO tenant; UPDATE pg_collation SET collversion = '1' WHERE collname = 'kk-x-icu'`,
    );
    const lines: string[] = [];
    expect(await refreshCollations(own, (line) => lines.push(line))).toEqual({ rebuilt: 5 });
    expect(lines.at(-1)).toContain('ALTER COLLATION pg_catalog."kk-x-icu" REFRESH VERSION');
  } finally {
    await own.end();
  }
});

test('a rebuild that finds duplicates names the index and changes nothing', async () => {
  await pool.query(`DROP INDEX word_plain; INSERT INTO word VALUES (51, 'а', 'а', 'word1', 'x');
    CREATE INDEX word_plain ON word (plain); UPDATE pg_index SET indisunique = true WHERE indexrelid = 'word_plain'::regclass;
    UPDATE pg_database SET datcollversion = '1' WHERE datname = current_database()`);
  await expect(refreshCollations(pool, () => undefined)).rejects.toThrow(/index public\.word_plain cannot be rebuilt/);
  const { rows } = await pool.query(`SELECT datcollversion FROM pg_database WHERE datname = current_database()`);
  expect(rows).toEqual([{ datcollversion: '1' }]);
});
