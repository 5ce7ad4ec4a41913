import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '#server/platform/postgres/embedded.ts';
import { freePort, runToEnd, startProduct, type Product } from '../running/product.ts';
import { processesIn, survivorsOf, treeOf } from '../running/processes.ts';

const ROUNDS = process.env.SHEBERLIK_LONG === '1' ? 20 : 1;
const TEN_SECONDS = 10_000;

let place = '';
let running: Product | undefined;
const sockets: Socket[] = [];

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'sheberlik-stop-'));
});
afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.destroy());
  await running?.signalGroup('SIGKILL');
  running = undefined;
});
afterAll(async () => {
  await rm(place, { recursive: true, force: true });
});

/** A client that asked for something and does not read on: half a request, or a kept connection. */
async function holdConnection(address: string, said: string): Promise<Socket> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(said);
  sockets.push(socket);
  return socket;
}

describe('the end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(`${ROUNDS} × %s ends everything within ten seconds, leaves no process behind and exits with 0`, async (name) => {
    const dataDir = join(place, `end-${name}`);
    for (let round = 0; round < ROUNDS; round++) {
      running = await startProduct({ dataDir });
      const { host } = new URL(running.address);
      // Clients in every state that could hold a server open.
      await holdConnection(running.address, `GET /health HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      await holdConnection(running.address, `POST /en/sign-in?/link HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${running.address}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nemail=`);
      const tree = treeOf(running.pid);
      expect(tree.map((one) => one.name)).toEqual(expect.arrayContaining(['web', 'watchdog', 'postgres']));
      running.child.kill(name);
      const asked = performance.now();
      const { code, output } = await running.ended;
      const ms = performance.now() - asked;
      running = undefined;
      expect([code, ms < TEN_SECONDS], output).toEqual([0, true]);
      expect(survivorsOf(tree)).toEqual([]);
      expect(processesIn(dataDir)).toEqual([]);
    }
  });

  it('comes when only npm is told, as a service manager does', async () => {
    const dataDir = join(place, 'npm');
    running = await startProduct({ dataDir, npm: true });
    const tree = treeOf(running.pid);
    const { ms } = await running.stop();
    running = undefined;
    const deadline = performance.now() + TEN_SECONDS - ms;
    while (survivorsOf(tree).length > 0 && performance.now() < deadline) await sleep(20);
    expect(survivorsOf(tree)).toEqual([]);
  });
});

describe('the demo', () => {
  it('starts twice in a row on the same data folder: same accounts, nothing filled in twice', async () => {
    const dataDir = join(place, 'demo');
    running = await startProduct({ dataDir, demo: true });
    const first = await running.demo();
    const listed = await (await fetch(`${running.address}/en/seminars`)).text();
    expect((await running.stop()).code).toBe(0);
    running = await startProduct({ dataDir, demo: true });
    const second = await running.demo();
    expect(second.accounts).toEqual(first.accounts);
    expect(first.accounts.length).toBeGreaterThan(3);
    const seminars = (page: string) => [...page.matchAll(/\/seminars\/([0-9a-f-]{36})/g)].map(([, id]) => id);
    expect(seminars(listed).length).toBeGreaterThan(0);
    expect(seminars(await (await fetch(`${running.address}/en/seminars`)).text())).toEqual(seminars(listed));
  });
});

describe('a start that cannot be', () => {
  it('offers another port when the port is taken', async () => {
    const other: Server = createServer((_, res) => res.end());
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const dataDir = join(place, 'port');
    const { code, output } = await runToEnd({ dataDir, port });
    await new Promise((resolve) => other.close(resolve));
    expect([code, output.trim()]).toEqual([1, expect.stringMatching(new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is taken.*--port ${port + 1}\\b`))]);
    expect(output).not.toMatch(/\n\s+at /);
    expect(processesIn(dataDir)).toEqual([]);
    // What it had begun is whole: the same folder starts on another port.
    running = await startProduct({ dataDir });
    expect((await fetch(`${running.address}/ready`)).status).toBe(200);
  });

  it('names the process that already uses the data folder, and leaves it alone', async () => {
    const dataDir = join(place, 'twice');
    running = await startProduct({ dataDir });
    const { code, output } = await runToEnd({ dataDir });
    expect([code, output.trim()]).toEqual([1, expect.stringContaining(`is already in use by process ${running.pid}. Stop that process or choose another folder.`)]);
    expect(output).not.toMatch(/\n\s+at /);
    expect((await fetch(`${running.address}/ready`)).status).toBe(200);
  });

  it('says that the database server cannot be reached, without its password', async () => {
    const port = await freePort();
    const begun = performance.now();
    const { code, output } = await runToEnd({ dataDir: join(place, 'unreachable'), env: { DATABASE_URL: `postgresql://library:s3cret-word@127.0.0.1:${port}/library` } });
    expect(code).toBe(1);
    expect(output).toContain(`127.0.0.1:${port}`);
    expect(output).toMatch(/database server .* cannot be reached/i);
    expect(output).not.toMatch(/s3cret-word|\n\s+at |ECONNREFUSED/);
    expect(performance.now() - begun).toBeLessThan(TEN_SECONDS);
  });

  it.each([
    ['refuses the password', 'user=sheberlik&password=wrong', 'sheberlik', 'does not let the user "sheberlik" in. Check the user and the password in DATABASE_URL.'],
    ['has no such database', 'user=sheberlik&password=PASSWORD', 'elsewhere', 'has no database "elsewhere". Create it (createdb elsewhere) or name another one in DATABASE_URL.'],
  ])('says so when the database server %s', async (_, query, database, sentence) => {
    const server = await startEmbeddedPostgres({ dataDir: join(place, 'server') });
    const at = new URL(server.url.replace('@/', '@localhost/'));
    const address = `postgresql:///${database}?${query.replace('PASSWORD', at.password)}&host=${encodeURIComponent(at.searchParams.get('host') ?? '')}`;
    const { code, output } = await runToEnd({ dataDir: join(place, 'refused'), env: { DATABASE_URL: address } });
    await server.stop();
    expect([code, output.trim()]).toEqual([1, `Sheberlik could not start.\nThe database server of DATABASE_URL ${sentence}`]);
  });

  it.each([
    ['an unknown setting', { SHEBERLIK_PROT: '4871' }, [], 'Unknown settings: SHEBERLIK_PROT.'],
    ['a setting of the wrong form', { SHEBERLIK_PORT: 'eighty' }, [], 'SHEBERLIK_PORT'],
    ['an unknown option', {}, ['--prot', '4871'], 'Known: --port N --data DIR --host H'],
    ['a port that is none', {}, ['--port', '70000'], '--port takes a whole number from 0 to 65535, not "70000".'],
    ['a day that is none', {}, ['--today', '2026-13-01'], '--today takes a date such as 2026-11-23'],
  ])('refuses %s with a sentence', async (_, env, args, sentence) => {
    const { code, output } = await runToEnd({ dataDir: join(place, 'refused'), env: env as Record<string, string>, args });
    expect([code, output]).toEqual([1, expect.stringContaining(sentence)]);
    expect(output).not.toMatch(/\n\s+at /);
  });
});
