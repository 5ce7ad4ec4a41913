import { createHash, randomBytes } from 'node:crypto';
import { appendFile, cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../postgres/embedded.ts';
import { createDemoSchema, fillDemo, readDemo } from '../transfer/demo.fixture.ts';
import { TRANSFER_RULES } from '../transfer/rules.ts';
import { backup, KEYS_SENTENCE } from './backup.ts';
import { segmentsBetween } from './cluster.ts';
import { listTree } from './copying.ts';
import { backupKeys, restoreKeys } from './keys.ts';
import { verifyBackup } from './manifest.ts';
import { restore } from './restore.ts';

const rules = { ...TRANSFER_RULES, seededTables: ['platform.language'] };
const secret = randomBytes(32);
let place: string;
let dataDir: string;
let postgres: EmbeddedPostgres;
let pool: pg.Pool;
/** More than the server keeps of its log by itself. */
const WRITTEN = process.env.SHEBERLIK_LONG === '1' ? 240 : 150;
let names = 0;
const opened: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'backup-'));
  dataDir = join(place, 'installation');
  // So little log is kept that a backup which did not hold on to it would lose it.
  postgres = await startEmbeddedPostgres({
    dataDir,
    settings: { max_wal_size: '32MB', min_wal_size: '32MB', checkpoint_timeout: '30s' },
  });
  pool = new pg.Pool({ connectionString: postgres.url, options: '-c statement_timeout=30000' });
  pool.on('error', () => undefined);
  await createDemoSchema(pool);
  await fillDemo(pool);
  await mkdir(join(dataDir, 'keys'));
  await writeFile(join(dataDir, 'keys/installation.key'), secret);
  await writeFile(join(dataDir, 'demo.json'), '{"password":"visible"}');
  await mkdir(join(dataDir, 'files/ab'), { recursive: true });
  await writeFile(join(dataDir, 'files/ab/letter.pdf'), 'a letter');
}, 60_000);

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.stop();
}, 60_000);

afterAll(async () => {
  await pool.end();
  await postgres.stop();
  await rm(place, { recursive: true });
}, 60_000);

const newPlace = (): string => join(place, `place-${++names}`);

async function openDatabase(dir: string): Promise<pg.Pool> {
  const server = await startEmbeddedPostgres({ dataDir: dir });
  const own = new pg.Pool({ connectionString: server.url });
  own.on('error', () => undefined);
  opened.push(server, { stop: () => own.end() });
  return own;
}

describe('a backup of the embedded database', () => {
  test('restores to equal rows and files, with a password of its own', async () => {
    const to = newPlace();
    const report = await backup({ pool, dataDir, to, embedded: true });
    expect(report).toMatchObject({ kind: 'cluster', sentences: [expect.stringContaining(to), KEYS_SENTENCE] });
    expect(await verifyBackup(to)).toMatchObject({
      kind: 'cluster',
      postgres: '18',
      migrations: ['20261101_0900_people_create', '20261102_0900_seminars_create'],
    });
    const target = newPlace();
    const { sentences } = await restore({ from: to, dataDir: target });
    expect(sentences).toContainEqual(expect.stringContaining('restore-keys'));
    const restored = await openDatabase(target);
    expect(await readDemo(restored)).toEqual(await readDemo(pool));
    expect(await readFile(join(target, 'files/ab/letter.pdf'), 'utf8')).toBe('a letter');
    expect(await readFile(join(target, 'postgres.password'), 'utf8')).not.toBe(
      await readFile(join(dataDir, 'postgres.password'), 'utf8'),
    );
    await restored.query(`INSERT INTO people.network (slug) VALUES ('жаңа')`);
  }, 60_000);

  test('taken while people write holds everything that was confirmed before it began, and nothing by half', async () => {
    await pool.query(`CREATE TABLE entry (n int PRIMARY KEY, file text NOT NULL, text text NOT NULL, sha256 text NOT NULL);
      ALTER TABLE entry ALTER text SET STORAGE EXTERNAL; CREATE TABLE tally (entries int NOT NULL); INSERT INTO tally VALUES (0)`);
    let confirmed = 0;
    let writing = true;
    const writer = (async () => {
      for (let n = 1; writing; n++) {
        const file = `entry-${n}.txt`;
        const text = randomBytes(128 * 1024).toString('hex');
        await writeFile(join(dataDir, 'files', file), `entry ${n}`);
        await pool.query({
          text: `WITH e AS (INSERT INTO entry VALUES ($1, $2, $3, $4) RETURNING 1) UPDATE tally SET entries = entries + 1`,
          values: [n, file, text, createHash('sha256').update(text).digest('hex')],
        });
        if (n % 12 === 0) await pool.query('CHECKPOINT');
        confirmed = n;
      }
    })();
    const to = newPlace();
    let [before, after, copied] = [0, 0, 0];
    try {
      await expect.poll(() => confirmed, { timeout: 20_000 }).toBeGreaterThan(30);
      before = confirmed;
      const onFile = async (): Promise<void> => {
        // In the midst of the copy 40 MB (60 in the long run) are written: without a slot the log would have been recycled several times over.
        if (++copied === 500) await expect.poll(() => confirmed, { timeout: 60_000 }).toBeGreaterThan(before + WRITTEN);
      };
      await backup({ pool, dataDir, to, embedded: true, onFile });
      after = confirmed;
    } finally {
      writing = false;
      await writer;
    }
    expect(copied).toBeGreaterThan(500);

    const target = newPlace();
    await restore({ from: to, dataDir: target });
    const restored = await openDatabase(target);
    const { rows } = await restored.query<{ n: number; file: string; whole: boolean }>(
      `SELECT n, file, encode(sha256(text::bytea), 'hex') = sha256 AS whole FROM entry ORDER BY n`,
    );
    expect(rows.map((row) => row.n)).toEqual(rows.map((_, index) => index + 1));
    expect(rows.length).toBeGreaterThanOrEqual(before + WRITTEN);
    expect(rows.length).toBeLessThanOrEqual(after + 1);
    expect(rows.every((row) => row.whole)).toBe(true);
    expect((await restored.query('SELECT entries FROM tally')).rows).toEqual([{ entries: rows.length }]);
    for (const row of rows) expect(await readFile(join(target, 'files', row.file), 'utf8')).toBe(`entry ${row.n}`);
    await restored.query(
      `CREATE EXTENSION amcheck; SELECT bt_index_check('entry_pkey', true); SELECT bt_index_check('people.person_pkey', true)`,
    );
    await expect.poll(async () => (await pool.query('SELECT FROM pg_replication_slots')).rowCount).toBe(0);
    await pool.query('DROP TABLE entry, tally');
    await rm(join(dataDir, 'files'), { recursive: true });
    await mkdir(join(dataDir, 'files/ab'), { recursive: true });
    await writeFile(join(dataDir, 'files/ab/letter.pdf'), 'a letter');
  }, 180_000);

  test('holds neither keys nor passwords', async () => {
    const to = newPlace();
    await backup({ pool, dataDir, to, embedded: true });
    const password = (await readFile(join(dataDir, 'postgres.password'))).subarray(0, 40);
    const { files } = await listTree(to);
    expect(files.filter((path) => /key|password|demo\.json|^run\//.test(path))).toEqual([]);
    for (const path of files) {
      const content = await readFile(join(to, path));
      expect(content.includes(secret) || content.includes(password), path).toBe(false);
      expect((await stat(join(to, path))).mode & 0o777, path).toBe(0o600);
    }
    expect((await stat(to)).mode & 0o777).toBe(0o700);
  }, 60_000);

  test('that fails leaves an empty folder and a server that is out of backup mode', async () => {
    const to = newPlace();
    let files = 0;
    const failing = backup({
      pool,
      dataDir,
      to,
      embedded: true,
      onFile: () => {
        if (++files === 20) throw new Error('the disk is full');
      },
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect(await readdir(to)).toEqual([]);
    await expect.poll(async () => (await pool.query('SELECT FROM pg_replication_slots')).rowCount).toBe(0);
    await backup({ pool, dataDir, to, embedded: true });
    await verifyBackup(to);
  }, 60_000);

  test('is refused into a folder that is not empty, does not exist, or lies in the data folder', async () => {
    const full = newPlace();
    await mkdir(full);
    await writeFile(join(full, 'mine'), 'mine');
    await expect(backup({ pool, dataDir, to: full, embedded: true })).rejects.toThrow(
      `The folder ${full} is not empty.`,
    );
    expect(await readdir(full)).toEqual(['mine']);
    await expect(backup({ pool, dataDir, to: join(newPlace(), 'deep'), embedded: true })).rejects.toThrow(
      /does not exist/,
    );
    await expect(backup({ pool, dataDir, to: join(dataDir, 'backup'), embedded: true })).rejects.toThrow(
      /must not lie in the data folder/,
    );
    await expect(backup({ pool, dataDir, to: place, embedded: true })).rejects.toThrow(
      /must not lie in the data folder/,
    );
  });
});

describe('a restore is refused, with nothing written, when', () => {
  let whole: string;
  let target: string;

  beforeAll(async () => {
    whole = newPlace();
    await backup({ pool, dataDir, to: whole, embedded: true });
  });

  const damagedBy = async (damage: (dir: string) => Promise<unknown>): Promise<string> => {
    const dir = newPlace();
    await cp(whole, dir, { recursive: true });
    await damage(dir);
    target = newPlace();
    return dir;
  };
  const isUntouched = async (): Promise<boolean> => !(await stat(target).catch(() => undefined));

  test.each<[string, (dir: string) => Promise<unknown>, RegExp]>([
    ['it was not finished', (dir) => rm(join(dir, 'manifest.json')), /not a whole backup/],
    ['a file is missing', (dir) => rm(join(dir, 'postgres/backup_label')), /postgres\/backup_label is missing/],
    [
      'a file has grown',
      (dir) => appendFile(join(dir, 'files/ab/letter.pdf'), '!'),
      /files\/ab\/letter\.pdf was changed/,
    ],
    [
      'a byte is another',
      (dir) => writeFile(join(dir, 'files/ab/letter.pdf'), 'b letter'),
      /files\/ab\/letter\.pdf was changed/,
    ],
    [
      'its manifest was edited',
      async (dir) => {
        const text = await readFile(join(dir, 'manifest.json'), 'utf8');
        await writeFile(join(dir, 'manifest.json'), text.replace('files/ab/letter.pdf', '../../../tmp/letter'));
      },
      /manifest\.json was changed/,
    ],
  ])('%s', async (_, damage, sentence) => {
    const dir = await damagedBy(damage);
    await expect(restore({ from: dir, dataDir: target })).rejects.toThrow(sentence);
    expect(await isUntouched()).toBe(true);
  });

  test('its manifest leads out of the folder, even with a right checksum', async () => {
    const dir = await damagedBy(async (one) => {
      const text = await readFile(join(one, 'manifest.json'), 'utf8');
      const body = text
        .slice(0, text.trimEnd().lastIndexOf('\n'))
        .replace('files/ab/letter.pdf', 'files/../../letter.pdf');
      await writeFile(join(one, 'manifest.json'), `${body}\n${createHash('sha256').update(body).digest('hex')}\n`);
    });
    await expect(restore({ from: dir, dataDir: target })).rejects.toThrow(/path that is not allowed/);
    expect(await isUntouched()).toBe(true);
  });

  test('the data folder holds a database already', async () => {
    await expect(restore({ from: whole, dataDir })).rejects.toThrow(`The data folder ${dataDir} is in use`);
    expect(await readDemo(pool)).toHaveProperty(['people.person', 'length'], 500);
  });
});

describe('a backup with DATABASE_URL', () => {
  test('holds rows and files, says so, and restores into an empty database', async () => {
    const to = newPlace();
    const report = await backup({ pool, dataDir, to, embedded: false, rules });
    expect(report.kind).toBe('export');
    expect(report.sentences[0]).toContain('The database is on a server (DATABASE_URL)');
    expect(await readdir(to)).toEqual(['database.export', 'files', 'manifest.json']);
    const target = newPlace();
    await expect(restore({ from: to, dataDir: target })).rejects.toThrow(/Set DATABASE_URL/);
    const server = await openDatabase(newPlace());
    await createDemoSchema(server);
    await restore({ from: to, dataDir: target, pool: server, rules });
    expect(await readDemo(server)).toEqual(await readDemo(pool));
    expect(await readdir(target)).toEqual(['files']);
    expect(await readFile(join(target, 'files/ab/letter.pdf'), 'utf8')).toBe('a letter');
  }, 60_000);
});

describe('the keys', () => {
  test('travel in a private file of their own and come back byte by byte', async () => {
    const file = newPlace();
    const { keys, sentences } = await backupKeys(dataDir, file);
    expect(keys).toBe(1);
    expect(sentences[0]).toMatch(/apart from the backups/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(backupKeys(dataDir, file)).rejects.toThrow(`The file ${file} exists already.`);
    const target = newPlace();
    expect(await restoreKeys(file, target)).toEqual({ keys: 1 });
    expect(await readFile(join(target, 'keys/installation.key'))).toEqual(secret);
    expect((await stat(join(target, 'keys/installation.key'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(target, 'keys'))).mode & 0o777).toBe(0o700);
    await expect(restoreKeys(file, target)).rejects.toThrow(/There are keys in .* already/);
  });

  test('are refused from a damaged file, and an installation without keys has none to save', async () => {
    const file = newPlace();
    await backupKeys(dataDir, file);
    const text = await readFile(file, 'utf8');
    const target = newPlace();
    for (const damaged of [
      '',
      '{}',
      text.slice(0, -20),
      text.replace(secret.toString('base64'), randomBytes(32).toString('base64')),
      text.replace('"installation.key"', '"../installation.key"'),
    ]) {
      await writeFile(file, damaged);
      await expect(restoreKeys(file, target)).rejects.toThrow('is not a whole file of keys');
    }
    expect(await stat(target).catch(() => 'absent')).toBe('absent');
    await expect(backupKeys(newPlace(), newPlace())).rejects.toThrow(/There are no keys/);
  });
});

test('names of log segments carry over where their lower part is full', () => {
  expect(segmentsBetween('0000000100000000000000FE', '000000010000000100000001', 16 * 1024 * 1024)).toEqual([
    '0000000100000000000000FE',
    '0000000100000000000000FF',
    '000000010000000100000000',
    '000000010000000100000001',
  ]);
  expect(() => segmentsBetween('000000010000000000000001', '000000020000000000000001', 16 * 1024 * 1024)).toThrow(
    /forked/,
  );
});
