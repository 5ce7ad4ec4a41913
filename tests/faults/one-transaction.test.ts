import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type pg from 'pg';
import { migrations } from '#server/migrations/index.ts';
import { createDb, createPool } from '#server/platform/db.ts';
import { migrateToLatest } from '#server/platform/migrate.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#server/platform/postgres/embedded.ts';

let server: EmbeddedPostgres;
let pool: pg.Pool;
let dataDir = '';
let networkId = '';

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sheberlik-fault-'));
  server = await startEmbeddedPostgres({ dataDir });
  pool = createPool({ url: server.url, poolSize: 3 });
  await migrateToLatest(createDb(pool), migrations);
  const made = await pool.query<{ id: string }>(
    `insert into people.network (slug, name, country, default_locale, time_zone) values ('faults', '{"ru":{"text":"f","status":"original"}}', 'KZ', 'ru', 'Asia/Almaty') returning id`,
  );
  networkId = made.rows[0]?.id ?? '';
});

afterAll(async () => {
  await pool.end();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

function runUntil(step: number, code: string): Promise<{ output: string; signal: string | null }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['tests/faults/one-transaction.fixture.ts', server.url, join(dataDir, 'app'), String(step), networkId, code], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('exit', (_, signal) => resolve({ output, signal }));
  });
}

async function traces(code: string): Promise<Record<string, number>> {
  const count = async (text: string) => (await pool.query<{ n: number }>(text, [code])).rows[0]?.n ?? -1;
  return {
    rows: await count('select count(*)::int as n from people.organisation where code = $1'),
    audit: await count("select count(*)::int as n from platform.audit_entry where subject_type = 'fault' and subject_id = $1"),
    events: await count("select count(*)::int as n from platform.outbox_event where name = 'fault.tested' and payload->>'code' = $1"),
    jobs: await count("select count(*)::int as n from pgboss.job where data->>'kind' = 'fault.task' and data->'ids'->>'code' = $1"),
  };
}

describe('row, audit line, outbox event and job', () => {
  it.each([0, 1, 2, 3, 4])('vanish together when the process is killed at point %i', async (step) => {
    const { output, signal } = await runUntil(step, `DIE${step}`);
    expect([output, signal]).toEqual(['', 'SIGKILL']);
    expect(await traces(`DIE${step}`)).toEqual({ rows: 0, audit: 0, events: 0, jobs: 0 });
  });

  it('commit together', async () => {
    const { output } = await runUntil(5, 'LIVE5');
    expect(output).toBe('acknowledged\n');
    expect(await traces('LIVE5')).toEqual({ rows: 1, audit: 1, events: 1, jobs: 1 });
  });
});
