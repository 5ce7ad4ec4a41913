import type { IncomingMessage, ServerResponse } from 'node:http';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { countQueuedMails } from '#server/platform/mail.ts';
import type { Platform } from '#server/platform/platform.ts';

const registry = new Registry();
const seconds = new Histogram({
  name: 'sheberlik_http_seconds',
  help: 'Time to answer, by method and class of status',
  labelNames: ['method', 'status'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
  registers: [registry],
});
const answers = new Counter({ name: 'sheberlik_http_answers', help: 'Answers by class of status', labelNames: ['status'], registers: [registry] });
const connections = new Gauge({ name: 'sheberlik_database_connections', help: 'Connections of the pool', labelNames: ['state'], registers: [registry] });
const memory = new Gauge({ name: 'sheberlik_memory_bytes', help: 'Resident memory of the web process', registers: [registry] });
const live = new Gauge({ name: 'sheberlik_live_listeners', help: 'Open live streams', registers: [registry] });
const waiting = new Gauge({ name: 'sheberlik_mail_queued', help: 'Mails waiting to be sent', registers: [registry] });

const pages = new Counter({ name: 'sheberlik_page_requests', help: 'Requests that reached the pages', registers: [registry] });

/** Raised by the page bundle and read by the web server: the two share this very module, and a test proves it by this number. */
export function countPageRequest(): void {
  pages.inc();
}

const queries = new Counter({ name: 'sheberlik_database_queries', help: 'Statements sent to the database, BEGIN and COMMIT included', registers: [registry] });

export function countQuery(): void {
  queries.inc();
}

export function observeRequest(req: IncomingMessage, res: ServerResponse): void {
  const begun = performance.now();
  res.once('close', () => {
    const status = `${Math.floor(res.statusCode / 100)}xx`;
    seconds.observe({ method: req.method ?? 'GET', status }, (performance.now() - begun) / 1000);
    answers.inc({ status });
  });
}

export async function renderMetrics(platform: Platform): Promise<{ type: string; body: string }> {
  connections.set({ state: 'total' }, platform.pool.totalCount);
  connections.set({ state: 'idle' }, platform.pool.idleCount);
  connections.set({ state: 'waiting' }, platform.pool.waitingCount);
  memory.set(process.memoryUsage.rss());
  live.set(platform.hub.count());
  waiting.set(await countQueuedMails(platform));
  return { type: registry.contentType, body: await registry.metrics() };
}
