import type { CDPSession, Page } from 'playwright-core';

/**
 * The line and the phone that pages are made for: 400 kbit/s, 400 ms there and back, a processor four times slower than this one.
 * Chromium adds the delay to each request; what a new connection and TLS cost on a real line is not in it.
 */
export const SLOW_LINE = { bitsPerSecond: 400_000, roundTripMs: 400, cpuSlowdown: 4 } as const;

export interface Wire {
  /** Bytes that came over the line, headers included, by kind. */
  html: number;
  css: number;
  js: number;
  other: number;
  /** html + css + js, as the budget counts. */
  total: number;
  requests: { url: string; kind: string; bytes: number }[];
}

/** Makes the page's line and processor slow. */
export async function slowDown(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const throughput = SLOW_LINE.bitsPerSecond / 8;
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: SLOW_LINE.roundTripMs, downloadThroughput: throughput, uploadThroughput: throughput });
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_LINE.cpuSlowdown });
  return session;
}

/** Counts what comes over the line from now on. */
export async function watchWire(page: Page): Promise<() => Wire> {
  const session = await page.context().newCDPSession(page);
  const kinds = new Map<string, { url: string; kind: string; bytes: number }>();
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    kinds.set(requestId, { url: response.url, kind: type, bytes: 0 });
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const known = kinds.get(requestId);
    if (known) known.bytes = encodedDataLength;
  });
  await session.send('Network.enable');
  return () => {
    const requests = [...kinds.values()].filter(({ url }) => url.startsWith('http'));
    const of = (kind: string) => requests.filter((one) => one.kind === kind).reduce((sum, { bytes }) => sum + bytes, 0);
    const [html, css, js] = [of('Document'), of('Stylesheet'), of('Script')];
    const all = requests.reduce((sum, { bytes }) => sum + bytes, 0);
    return { html, css, js, other: all - html - css - js, total: html + css + js, requests };
  };
}

/** Milliseconds until the first word or picture stood on the page. */
export async function firstPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const known = performance.getEntriesByName('first-contentful-paint')[0];
        if (known) resolve(known.startTime);
        else new PerformanceObserver((list) => list.getEntriesByName('first-contentful-paint').forEach((entry) => resolve(entry.startTime))).observe({ type: 'paint', buffered: true });
      }),
  );
}
