import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { browsing } from './browser.ts';

/**
 * The scripts that live on streams, clocks and lost lines, each on a page of plain HTML as our components write it, against a server
 * whose answers the test decides. The policy is that of our pages.
 */
const web = browsing();

const PAGES: Record<string, string> = {
  live: `<x-live src="/stream" data-on="on" data-off="off">
      <b data-live="present">312</b><progress data-live="done" max="10" value="1"></progress><i data-live="other">same</i>
      <p data-state></p></x-live>`,
  heartbeat: `<x-heartbeat url="/beat" data-on="on" data-off="off" data-ended="ended"><p data-state></p>
      <div data-fallback><iframe title="without a script" src="/frame"></iframe></div></x-heartbeat>`,
  outbox: `<x-outbox name="sheet:1" data-waiting="waiting {count}" data-sent="all sent" data-refused="refused {count}"><p data-state></p>
      <form method="post" action="/sheet"><input type="hidden" name="idempotency_key" value="first-key">
      <input name="who"><button name="act" value="mark">mark</button></form></x-outbox>`,
};

let beats: number[] = [];
let beatStatus = 204;
let sheets: { key: string; body: string }[] = [];
let sheetStatus = 303;
const streams = new Set<ServerResponse>();
let refuseStream = false;

function answer(req: IncomingMessage, res: ServerResponse): void {
  const [path = ''] = (req.url ?? '').split('?');
  const page = PAGES[path.slice(1)];
  if (page !== undefined) {
    res.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': "default-src 'self'" });
    res.end(`<!doctype html><title>t</title><script type="module" src="/built/${path.slice(1)}.js"></script>${page}`);
  } else if (path.startsWith('/built/')) {
    res.writeHead(200, { 'content-type': 'text/javascript' });
    res.end(readFileSync(`src/lib/enhance${path}`));
  } else if (path === '/stream') {
    if (refuseStream) {
      res.writeHead(503).end();
      return;
    }
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(': here\n\n');
    streams.add(res);
    res.on('close', () => streams.delete(res));
  } else if (path === '/beat') {
    beats.push(Date.now());
    res.writeHead(beatStatus).end();
  } else if (path === '/sheet') {
    let body = '';
    req.on('data', (chunk: Buffer) => (body += chunk.toString()));
    req.on('end', () => {
      sheets.push({ key: String(req.headers['idempotency-key'] ?? ''), body });
      res.writeHead(sheetStatus, sheetStatus === 303 ? { location: '/outbox' } : {}).end();
    });
  } else res.writeHead(200, { 'content-type': 'text/html' }).end('<p>frame</p>');
}

const server = createServer(answer);
let address = '';
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});
beforeEach(() => {
  beats = [];
  sheets = [];
  beatStatus = 204;
  sheetStatus = 303;
  refuseStream = false;
});

const state = (page: Page) => expect.poll(() => page.textContent('[data-state]'), { timeout: 8_000 });

describe('live figures', () => {
  it('are renewed by events, only those named, and the reader is told of a lost line', async () => {
    const page = await web.visit();
    await page.goto(`${address}/live`);
    await state(page).toBe('on');
    for (const stream of streams)
      stream.write(`data: ${JSON.stringify({ present: 313, done: 7, unknown: 'x', other: { no: 1 } })}\n\n`);
    await expect.poll(() => page.textContent('[data-live=present]')).toBe('313');
    expect(await page.evaluate(() => document.querySelector('progress')?.value)).toBe(7);
    expect(await page.textContent('[data-live=other]')).toBe('same');
    for (const stream of streams) stream.write('data: no json at all\n\n');
    refuseStream = true;
    for (const stream of streams) stream.end();
    await state(page).toBe('off');
    refuseStream = false;
    await state(page).toBe('on');
    expect(streams.size).toBe(1);
  });

  it('stand as they were made when the script is gone', async () => {
    const page = await web.visit({ js: false });
    await page.goto(`${address}/live`);
    expect(await page.textContent('[data-live=present]')).toBe('312');
  });
});

describe('the heartbeat', () => {
  it('takes the frame out, beats at once and every 30 s, and says so', async () => {
    const page = await web.visit();
    await page.clock.install();
    await page.goto(`${address}/heartbeat`);
    await expect.poll(() => beats.length).toBe(1);
    await state(page).toBe('on');
    expect(await page.locator('iframe').count()).toBe(0);
    await page.clock.runFor(61_000);
    await expect.poll(() => beats.length).toBe(3);
  });

  it('says when the line is lost, goes on when it is back, and stops when the server will not count any more', async () => {
    const page = await web.visit();
    await page.clock.install();
    await page.goto(`${address}/heartbeat`);
    await state(page).toBe('on');
    await page.context().setOffline(true);
    await page.clock.runFor(30_000);
    await state(page).toBe('off');
    await page.context().setOffline(false);
    await state(page).toBe('on');
    beatStatus = 409;
    await page.clock.runFor(30_000);
    await state(page).toBe('ended');
    const sent = beats.length;
    await page.clock.runFor(120_000);
    expect(beats.length).toBe(sent);
  });

  it('leaves the frame that does its work where there is no script', async () => {
    const page = await web.visit({ js: false });
    await page.goto(`${address}/heartbeat`);
    expect(await page.locator('iframe').count()).toBe(1);
  });
});

describe('the outbox', () => {
  async function keepTwo(page: Page): Promise<void> {
    await page.goto(`${address}/outbox`);
    await page.context().setOffline(true);
    for (const [at, who] of ['Айгүл', 'Անի'].entries()) {
      await page.fill('[name=who]', who);
      await page.click('button');
      await state(page).toBe(`waiting ${at + 1}`);
      expect(await page.inputValue('[name=who]')).toBe('');
    }
  }

  it('keeps what is sent without a line and sends it in order, each with a key of its own', async () => {
    const page = await web.visit();
    await keepTwo(page);
    expect(sheets).toEqual([]);
    await page.context().setOffline(false);
    await state(page).toBe('all sent');
    expect(sheets.map(({ body }) => new URLSearchParams(body).get('who'))).toEqual(['Айгүл', 'Անի']);
    expect(sheets.map(({ body }) => new URLSearchParams(body).get('act'))).toEqual(['mark', 'mark']);
    expect(sheets[0]?.key).toBe('first-key');
    expect(sheets[1]?.key).toMatch(/^[0-9a-f]{32}$/);
    for (const { key, body } of sheets) expect(new URLSearchParams(body).get('idempotency_key')).toBe(key);
  });

  it('keeps them over a reload and while the server is down', async () => {
    const page = await web.visit();
    await keepTwo(page);
    sheetStatus = 503;
    await page.context().setOffline(false);
    await expect.poll(() => sheets.length).toBe(1);
    await page.reload();
    await state(page).toBe('waiting 2');
    sheetStatus = 303;
    await page.reload();
    await state(page).toBe('all sent');
  });

  it('sets aside what the server will not take and still sends the rest', async () => {
    const page = await web.visit();
    await keepTwo(page);
    sheetStatus = 422;
    await page.context().setOffline(false);
    await state(page).toBe('refused 2');
    expect(sheets.length).toBe(2);
  });

  it('lets the browser send the form when there is a line', async () => {
    const page = await web.visit();
    await page.goto(`${address}/outbox`);
    await page.fill('[name=who]', 'Нурзат');
    await page.click('button');
    await expect.poll(() => sheets.length).toBe(1);
    expect(sheets[0]?.key).toBe('');
  });
});
