/**
 * The process the tests of the embedded database start and kill: `node embedded.fixture.ts serve|write DATA_FOLDER`.
 * Writes one JSON line a message to standard output and stops the database when its standard input ends.
 */
import { writeSync } from 'node:fs';
import pg from 'pg';
import { startEmbeddedPostgres } from './embedded.ts';

export type FixtureMessage =
  { url: string; uid: number } | { acknowledged: number } | { log: string } | { error: string };

const say = (message: FixtureMessage): void => void writeSync(1, `${JSON.stringify(message)}\n`);

const [, , task, dataDir = ''] = process.argv;
if (process.env['FIXTURE_UMASK']) process.umask(Number.parseInt(process.env['FIXTURE_UMASK'], 8));

try {
  const postgres = await startEmbeddedPostgres({ dataDir, log: (log) => say({ log }) });
  say({ url: postgres.url, uid: process.getuid?.() ?? -1 });
  if (task === 'write') void write(postgres.url);
  process.stdin.on('end', () => void postgres.stop().then(() => process.exit(0)));
  process.stdin.resume();
} catch (error) {
  say({ error: (error as Error).message });
  process.exit(1);
}

/** Two writers at once; a number is acknowledged only after its commit was answered. */
async function write(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  await pool.query(`CREATE TABLE IF NOT EXISTS entry (n bigint PRIMARY KEY, text text NOT NULL);
    CREATE TABLE IF NOT EXISTS tally (writer int PRIMARY KEY, entries bigint NOT NULL);
    INSERT INTO tally VALUES (0, 0), (1, 0) ON CONFLICT DO NOTHING`);
  const { rows } = await pool.query<{ next: string }>('SELECT coalesce(max(n), 0) + 1 AS next FROM entry');
  let next = Number(rows[0]?.next);
  const writer = async (id: number): Promise<never> => {
    for (;;) {
      const n = next++;
      const client = await pool.connect();
      await client.query('BEGIN');
      await client.query('INSERT INTO entry VALUES ($1, $2)', [n, 'ә'.repeat((n * 37) % 1500)]);
      await client.query('UPDATE tally SET entries = entries + 1 WHERE writer = $1', [id]);
      await client.query('COMMIT');
      client.release();
      say({ acknowledged: n });
      if (n % 300 === 0) await pool.query('CHECKPOINT');
    }
  };
  await Promise.all([writer(0), writer(1)]);
}
