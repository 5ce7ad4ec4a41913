import { spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findRunningPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded.ts';
import {
  makeInstallation,
  processesIn,
  startFixture,
  type Fixture,
  type FixtureOptions,
} from './installation.fixture.ts';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;
const STRANGER = 54_321;

let place: string;
const started: EmbeddedPostgres[] = [];
const fixtures: Fixture[] = [];

beforeEach(async () => {
  place = await mkdtemp('/tmp/embedded-');
});

afterEach(async () => {
  await Promise.all(fixtures.splice(0).map((fixture) => fixture.stop()));
  await Promise.all(started.splice(0).map((postgres) => postgres.stop()));
  await rm(place, { recursive: true, force: true });
}, 60_000);

async function start(dataDir: string, log?: (line: string) => void): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, ...(log ? { log } : {}) });
  started.push(postgres);
  return postgres;
}

function run(options: FixtureOptions): Fixture {
  const fixture = startFixture(options);
  fixtures.push(fixture);
  return fixture;
}

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const socketDirOf = (url: string): string => decodeURIComponent(/host=([^&]+)/.exec(url)?.[1] ?? '');
const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

describe('an embedded database', () => {
  test('keeps what was written over a stop and a start, and answers at the same address', async () => {
    const first = await start(join(place, 'data'));
    await ask(first.url, `CREATE TABLE book (title text); INSERT INTO book VALUES ('Абай жолы')`);
    expect(await findRunningPostgres(first.dataDir)).toBe(first.url);
    await first.stop();
    expect(processesIn(join(place, 'data/postgres'))).toEqual([]);
    expect(await findRunningPostgres(first.dataDir)).toBeUndefined();
    const second = await start(join(place, 'data'));
    expect(second.url).toBe(first.url);
    expect(await ask(second.url, 'SELECT title FROM book')).toEqual([{ title: 'Абай жолы' }]);
  }, 60_000);

  test('sorts by the Kazakh alphabet, breaks words of every alphabet and is durable', async () => {
    const { url } = await start(join(place, 'data'));
    const [row] = await ask(
      url,
      `SELECT (SELECT string_agg(w, ' ' ORDER BY w COLLATE "kk-x-icu") FROM unnest(ARRAY['іс', 'ән', 'ыс', 'ас', 'қала', 'кітап']) w) AS sorted,
         to_tsvector('simple', 'Қазақ кітапханасы Հայերեն')::text AS words, lower('ӘҢҒҮҰҚӨҺ') AS lower,
         (SELECT count(*)::int > 700 FROM pg_collation WHERE collprovider = 'i') AS collations,
         current_setting('fsync') AS fsync, current_setting('listen_addresses') AS addresses, current_setting('jit') AS jit,
         (SELECT datlocale FROM pg_database WHERE datname = 'sheberlik') AS locale, pg_encoding_to_char(encoding) AS encoding
       FROM pg_database WHERE datname = 'sheberlik'`,
    );
    expect(row).toEqual({
      sorted: 'ас ән кітап қала ыс іс',
      words: `'кітапханасы':2 'қазақ':1 'հայերեն':3`,
      lower: 'әңғүұқөһ',
      collations: true,
      fsync: 'on',
      addresses: '',
      jit: 'off',
      locale: 'und',
      encoding: 'UTF8',
    });
  }, 60_000);

  test('refuses a second starter of the same folder with a sentence that names folder and process', async () => {
    const { dataDir } = await start(join(place, 'data'));
    const sentence = `The data folder ${dataDir} is already in use by process ${process.pid}. Stop that process or choose another folder.`;
    for (const _ of ['once', 'twice']) await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(sentence);
    const other = run({ dataDir });
    await expect(other.url).rejects.toThrow(sentence);
  }, 60_000);

  test('lets only one of three simultaneous starters have a new folder', async () => {
    const starters = [1, 2, 3].map(() => run({ dataDir: join(place, 'data') }));
    const outcomes = await Promise.allSettled(starters.map((fixture) => fixture.url));
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  }, 60_000);

  test('a number in stale lock files that a living stranger now carries does not stop it, nor harm the stranger', async () => {
    const first = await start(join(place, 'data'));
    const pidFile = join(place, 'data/postgres/postmaster.pid');
    const lockFile = join(socketDirOf(first.url), '.s.PGSQL.5432.lock');
    const [pidText, lockText] = await Promise.all([readFile(pidFile, 'utf8'), readFile(lockFile, 'utf8')]);
    await first.stop();
    const renumber = (text: string): string => text.replace(/^\d+/, String(process.pid));
    await mkdir(socketDirOf(first.url), { mode: 0o700 });
    await Promise.all([writeFile(pidFile, renumber(pidText)), writeFile(lockFile, renumber(lockText))]);
    const second = await start(join(place, 'data'));
    expect(await ask(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }, 60_000);

  test('a creation that was cut short is begun anew', async () => {
    await mkdir(join(place, 'data/postgres.new/base'), { recursive: true });
    const { url } = await start(join(place, 'data'));
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }, 60_000);

  test('a lost password file costs nothing: a new password is made', async () => {
    const first = await start(join(place, 'data'));
    await ask(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
    await first.stop();
    await rm(join(place, 'data/postgres.password'));
    const second = await start(join(place, 'data'));
    expect(second.url).not.toBe(first.url);
    expect(await ask(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    await expect(ask(first.url, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  }, 60_000);

  test('a server killed under a living process comes back at the same address with everything acknowledged', async () => {
    const lines: string[] = [];
    const { url } = await start(join(place, 'data'), (line) => lines.push(line));
    await ask(url, 'CREATE TABLE kept AS SELECT 7 AS n');
    const pid = Number((await readFile(join(place, 'data/postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    const deadline = Date.now() + 20_000;
    let rows: { n: number }[] | undefined;
    while (!rows && Date.now() < deadline) {
      await sleep(100);
      rows = await ask<{ n: number }>(url, 'SELECT n FROM kept').catch(() => undefined);
    }
    expect(rows).toEqual([{ n: 7 }]);
    expect(lines).toContainEqual(expect.stringContaining('ended unexpectedly'));
  }, 60_000);
});

describe('who may run and reach it', () => {
  test.runIf(isRoot)(
    'root steps down: no process of the database belongs to root',
    async () => {
      const { dataDir } = await start(join(place, 'data'));
      const pids = processesIn(join(dataDir, 'postgres'));
      expect(pids.length).toBeGreaterThan(3);
      for (const pid of pids) expect((await stat(`/proc/${pid}`)).uid).not.toBe(0);
    },
    60_000,
  );

  test.runIf(isRoot)(
    'an ordinary user runs it from a project of root that it may only read',
    async () => {
      const installation = await makeInstallation(join(place, 'project'));
      await chmod(place, 0o755);
      await mkdir(join(place, 'home'), { mode: 0o700 });
      await chown(join(place, 'home'), NOBODY, NOBODY);
      const dataDir = join(place, 'home/data');
      for (const round of ['copies the binaries', 'repairs a copy with a missing file']) {
        const fixture = run({ dataDir, installation, uid: NOBODY });
        expect(await ask(await fixture.url, 'SELECT 1 AS one'), round).toEqual([{ one: 1 }]);
        expect(fixture.messages).toContainEqual(expect.objectContaining({ uid: NOBODY }));
        const [copy = ''] = (await readdir(join(dataDir, 'run'))).filter((name) => name.includes('-pg-'));
        expect(await modeOf(join(dataDir, 'run', copy))).toBe('755');
        await fixture.stop();
        await rm(join(dataDir, 'run', copy, 'share/postgresql/postgres.bki'));
      }
    },
    120_000,
  );

  test('works when project and data lie below a folder of mode 0700', async () => {
    await chmod(place, 0o700);
    const installation = await makeInstallation(join(place, 'project'));
    const fixture = run({ dataDir: join(place, 'data'), installation });
    expect(await ask(await fixture.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await fixture.stop();
    expect(await modeOf(place)).toBe('700');
  }, 120_000);

  test('works in a data folder whose path has 200 characters', async () => {
    const dataDir = join(place, 'ұзын'.repeat(10), 'a'.repeat(200 - place.length - 42));
    expect(dataDir).toHaveLength(200);
    const { url } = await start(dataDir);
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(Buffer.byteLength(`${socketDirOf(url)}/.s.PGSQL.5432`)).toBeLessThanOrEqual(103);
  }, 60_000);

  test.each(['077', '000', '027'])(
    'a umask of %s neither breaks nor weakens it',
    async (umask) => {
      const installation = await makeInstallation(join(place, 'project'));
      await chmod(place, 0o700);
      const dataDir = join(place, 'data');
      const fixture = run({ dataDir, installation, umask });
      const url = await fixture.url;
      expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      const modes = await Promise.all(
        [
          dataDir,
          `${dataDir}/postgres`,
          `${dataDir}/run`,
          socketDirOf(url),
          `${dataDir}/postgres.password`,
          `${dataDir}/run/lock`,
        ].map(modeOf),
      );
      expect(modes).toEqual(['700', '700', '700', '700', '600', '600']);
      await fixture.stop();
    },
    120_000,
  );

  test.runIf(isRoot)(
    'another local user can neither reach the socket nor enter without the password',
    async () => {
      const { url, dataDir } = await start(join(place, 'data'));
      await chmod(place, 0o755);
      const asStranger = (): string => {
        const program = `
        import net from 'node:net';
        const socket = net.connect(${JSON.stringify(`${socketDirOf(url)}/.s.PGSQL.5432`)});
        socket.on('error', (error) => { console.log(error.code); });
        socket.on('connect', () => { console.log('connected'); socket.destroy(); });`;
        const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
          uid: STRANGER,
          gid: STRANGER,
          cwd: '/',
          encoding: 'utf8',
        });
        return run.error ? String(run.error) : run.stdout.trim();
      };
      expect(asStranger()).toBe('EACCES');
      const read = spawnSync('cat', [join(dataDir, 'postgres.password')], {
        uid: STRANGER,
        gid: STRANGER,
        encoding: 'utf8',
      });
      expect(read).toMatchObject({ stdout: '', stderr: expect.stringContaining('Permission denied') as string });
      // Even were the folder open: the server asks for the password.
      for (const password of ['', 'sheberlik']) {
        const open = url.replace(/sheberlik:[^@]+@/, `sheberlik:${password}@`);
        await expect(ask(open, 'SELECT 1')).rejects.toThrow(/password/);
      }
    },
    60_000,
  );

  test.runIf(isRoot)(
    'a socket folder that a stranger put in place is not used',
    async () => {
      const first = await start(join(place, 'data'));
      await first.stop();
      const planted = socketDirOf(first.url);
      await mkdir(planted, { mode: 0o777 });
      await chown(planted, STRANGER, STRANGER);
      try {
        const second = await start(join(place, 'data'));
        expect(socketDirOf(second.url)).not.toBe(planted);
        expect((await stat(socketDirOf(second.url))).uid).not.toBe(STRANGER);
      } finally {
        await rm(planted, { recursive: true });
      }
    },
    60_000,
  );
});
