import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { compressResponse } from './compress.ts';

let close: (() => Promise<unknown>) | null = null;
afterEach(async () => {
  await close?.();
  close = null;
});

async function serve(answer: (res: ServerResponse) => Promise<void> | void): Promise<string> {
  const server = createServer((req, res) => {
    compressResponse(req, res);
    void answer(res);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  close = () => new Promise((done) => server.close(done).closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** As SvelteKit's adapter does: the next piece goes out when the response says that it has room. */
async function writeWaiting(res: ServerResponse, body: Buffer): Promise<void> {
  for (let at = 0; at < body.length; at += 20_000) {
    if (!res.write(body.subarray(at, at + 20_000))) await once(res, 'drain');
  }
  res.end();
}

describe('a compressed page', () => {
  it.each(['br', 'gzip'])('of any size arrives whole with %s', { timeout: 10_000 }, async (encoding) => {
    const body = Buffer.from(randomBytes(150_000).toString('hex'));
    const address = await serve(async (res) => {
      res.writeHead(200, { 'content-type': 'text/html', etag: '"abc"' });
      await writeWaiting(res, body);
    });
    const answer = await fetch(address, {
      headers: { 'accept-encoding': encoding },
      signal: AbortSignal.timeout(8_000),
    });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.headers.get('etag')).toBe('W/"abc"');
    expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true);
  });

  it('is left as it is when it is small or the reader takes no compression', async () => {
    const address = await serve((res) => {
      res.writeHead(200, { 'content-type': 'text/html', 'content-length': '5' });
      res.end('short');
    });
    const answer = await fetch(address, { headers: { 'accept-encoding': 'br' } });
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(await answer.text()).toBe('short');
  });
});
