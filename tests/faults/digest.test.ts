import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrations } from '#server/migrations/index.ts';
import { createDb, createPool } from '#server/platform/db.ts';
import { migrateToLatest } from '#server/platform/migrate.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#server/platform/postgres/embedded.ts';

let server: EmbeddedPostgres;
let pool: pg.Pool;
let dataDir = '';
let networkId = '';
const one = async (text: string, values: unknown[]) => (await pool.query<{ id: string }>(text, values)).rows[0]?.id ?? '';

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sheberlik-digest-'));
  server = await startEmbeddedPostgres({ dataDir });
  pool = createPool({ url: server.url, poolSize: 3 });
  await migrateToLatest(createDb(pool), migrations);
  networkId = await one(`insert into people.network (slug, name, country, default_locale, time_zone) values ('faults', '{"ru":{"text":"f","status":"original"}}', 'KZ', 'ru', 'Asia/Almaty') returning id`, []);
});

afterAll(async () => {
  await pool.end();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

function tell(digestId: string, at: 'asked' | 'told' | 'live'): Promise<{ output: string; signal: string | null }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['tests/faults/digest.fixture.ts', server.url, join(dataDir, 'app'), digestId, at], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('exit', (_, signal) => resolve({ output, signal }));
  });
}

it.each([
  ['asked', 'waiting', 0],
  ['told', 'sent', 1],
] as const)('a digest whose process is killed when it had %s is sent once', async (at, state, mails) => {
  const accountId = await one(`insert into access.account (name, email, email_verified) values ('Серік', $1, true) returning id`, [`${at}@example.kz`]);
  // A digest is told to those who belong to a network.
  await one(`insert into access.role_assignment (network_id, account_id, role, scope_kind, valid_from) values ($1, $2, 'coordinator', 'network', '2026-01-01') returning id`, [networkId, accountId]);
  const digestId = await one(`insert into access.digest (account_id, day, created_at) values ($1, '2026-05-18', now()) returning id`, [accountId]);
  const traces = async () => {
    const [day] = (await pool.query<{ state: string }>('select state from access.digest where id = $1', [digestId])).rows;
    const [sent] = (await pool.query<{ n: number }>(`select count(*)::int as n from platform.mail_message where template = 'account.digest' and subject_id = $1`, [accountId])).rows;
    return [day?.state, sent?.n];
  };
  expect((await tell(digestId, at)).signal).toBe('SIGKILL');
  expect(await traces()).toEqual([state, mails]);
  // As the queue does, which gives the task to another worker.
  expect((await tell(digestId, 'live')).output).toBe('acknowledged\n');
  expect((await tell(digestId, 'live')).output).toBe('acknowledged\n');
  expect(await traces()).toEqual(['sent', 1]);
});
