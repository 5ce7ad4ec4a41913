import { brotliDecompressSync } from 'node:zlib';
import { get } from 'node:http';
import { describe, expect, inject, it } from 'vitest';
import { ownDemo } from './demo-server.ts';

const { address } = ownDemo(inject('demos'));

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Plain node:http, so that headers are ours and nothing is decoded for us. */
function fetchRaw(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(`${address}${path}`, { headers }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks) }));
    }).on('error', reject);
  });
}

async function metric(name: string): Promise<number> {
  const text = (await fetchRaw('/metrics')).body.toString();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? NaN);
}

describe('one instance', () => {
  it('shares modules between the page bundle and main.ts: a number raised by pages is read by the web server', async () => {
    const before = await metric('sheberlik_page_requests');
    for (let i = 0; i < 3; i++) await fetchRaw('/kk/sign-in');
    expect(await metric('sheberlik_page_requests')).toBe(before + 3);
  });
});

describe('what the wrapper does to every page', () => {
  it('compresses with brotli, weakens the ETag and answers 304', async () => {
    const first = await fetchRaw('/ru/sign-in', { 'accept-encoding': 'br' });
    expect(first.headers['content-encoding']).toBe('br');
    expect(String(first.headers.etag)).toMatch(/^W\//);
    expect(brotliDecompressSync(first.body).toString()).toContain('<html lang="ru">');
    const again = await fetchRaw('/ru/sign-in', { 'accept-encoding': 'br', 'if-none-match': String(first.headers.etag) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it('sets the security headers and a policy without inline scripts', async () => {
    const { headers } = await fetchRaw('/ru/sign-in');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('same-origin');
    expect(String(headers['content-security-policy'])).toMatch(/script-src 'self'(?! 'unsafe)/);
    expect(String(headers['content-security-policy'])).not.toContain('unsafe-inline');
  });

  it('sends assets precompressed and for ever', async () => {
    const page = (await fetchRaw('/ru/sign-in')).body.toString();
    const css = /href="(\/_app\/immutable\/[^"]+\.css)"/.exec(page)?.[1] ?? '';
    const asset = await fetchRaw(css, { 'accept-encoding': 'br' });
    expect(asset.headers['content-encoding']).toBe('br');
    expect(asset.headers['cache-control']).toContain('immutable');
  });

  it('leads an address without a language to the reader’s one', async () => {
    const answer = await fetchRaw('/sign-in?next=%2Fseminars', { 'accept-language': 'hy, ru;q=0.5' });
    expect([answer.status, answer.headers.location]).toEqual([307, '/hy/sign-in?next=%2Fseminars']);
  });

  it('answers an unknown page and an unknown network alike, in words', async () => {
    for (const path of ['/kk/no-such-page', '/kk/n/no-such-network/seminars']) {
      const answer = await fetchRaw(path);
      expect(answer.status, path).toBe(404);
    }
  });

  it('refuses a form posted from another site and takes it from ours over plain http', async () => {
    const post = (origin: string) =>
      fetch(`${address}/ru/sign-in?/link`, { method: 'POST', redirect: 'manual', headers: { origin, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }, body: 'email=nobody%40example.kz' });
    expect((await post('https://elsewhere.example')).status).toBe(403);
    expect((await post(address)).status).toBe(303);
  });

  it('does not believe forwarded headers of strangers', async () => {
    const answer = await fetch(`${address}/ru/sign-in?/link`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: 'https://elsewhere.example', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'email=nobody%40example.kz',
    });
    expect(answer.status).toBe(403);
  });

  it('answers health and readiness', async () => {
    expect(JSON.parse((await fetchRaw('/health')).body.toString())).toEqual({ status: 'ok' });
    expect(JSON.parse((await fetchRaw('/ready')).body.toString())).toEqual({ status: 'ready' });
  });

  it('describes its API', async () => {
    const document = JSON.parse((await fetchRaw('/api/v1/openapi.json')).body.toString()) as { openapi: string };
    expect(document.openapi).toBe('3.1.0');
    const missing = await fetchRaw('/api/v1/nothing');
    expect([missing.status, String(missing.headers['content-type'])]).toEqual([404, 'application/problem+json']);
  });
});
