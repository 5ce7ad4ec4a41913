import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sheberlik-fault-'));
  server = await startEmbeddedPostgres({ dataDir });
  pool = createPool({ url: server.url, poolSize: 3 });
  await migrateToLatest(createDb(pool), migrations);
});
afterAll(async () => {
  await pool.end();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe('a worker that is killed while a message is on its way', () => {
  it('leaves it to the next one, which sends it with the same id', async () => {
    const ids: string[] = [];
    let sender: ChildProcess | undefined;
    const receiver = createServer((request, response) => {
      ids.push(String(request.headers['webhook-id']));
      // The message is here; that it is, the sender never learns.
      if (ids.length === 1) sender?.kill('SIGKILL');
      else response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const one = async (text: string, values: unknown[]) => (await pool.query<Record<string, string>>(text, values)).rows[0] ?? {};
    const { network } = await one(`insert into people.network (slug, name, country, default_locale, time_zone) values ('faults', '{"ru":{"text":"f","status":"original"}}', 'KZ', 'ru', 'Asia/Almaty') returning id as network`, []);
    const { webhook } = await one(`insert into access.webhook (network_id, name, url, events, created_at) values ($1, 'f', $2, '{x}', now()) returning id as webhook`, [network, url]);
    const { delivery = '' } = await one(
      `insert into access.webhook_delivery (network_id, webhook_id, event_seq, event, data, occurred_at, next_at, created_at) values ($1, $2, 1, 'x', '{}', now(), now(), now()) returning id as delivery`,
      [network, webhook],
    );
    const run = () =>
      new Promise<{ output: string; signal: string | null }>((resolve) => {
        const child = spawn(process.execPath, ['tests/faults/webhooks.fixture.ts', server.url, join(dataDir, 'app'), delivery], { stdio: ['ignore', 'pipe', 'inherit'] });
        sender = child;
        let output = '';
        child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
        child.on('exit', (_, signal) => resolve({ output, signal }));
      });
    const state = () => one('select state, tries::text, status::text from access.webhook_delivery where id = $1', [delivery]);
    expect(await run()).toEqual({ output: '', signal: 'SIGKILL' });
    expect(await state()).toEqual({ state: 'sending', tries: '1', status: null });
    // Half a minute later, without waiting for it.
    await pool.query("update access.webhook_delivery set sent_at = sent_at - interval '31 seconds' where id = $1", [delivery]);
    expect(await run()).toEqual({ output: 'settled\n', signal: null });
    expect(await state()).toEqual({ state: 'delivered', tries: '2', status: '204' });
    expect(ids).toEqual([delivery, delivery]);
    await new Promise((resolve) => receiver.close(resolve));
  });
});
