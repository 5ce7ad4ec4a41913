import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Platform } from '#server/platform/platform.ts';
import { renderMetrics } from './metrics.ts';

const LOCAL = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** /health: the process answers. /ready: the database answers too. /metrics: for this machine, or with the token. */
export function answerHealth(platform: Platform, path: string, req: IncomingMessage, res: ServerResponse): boolean {
  if (path === '/health') {
    res.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
    return true;
  }
  if (path === '/ready') {
    platform.pool.query('select 1').then(
      () => res.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ready"}'),
      () => res.writeHead(503, { 'content-type': 'application/json' }).end('{"status":"database unreachable"}'),
    );
    return true;
  }
  if (path === '/metrics') {
    if (!mayReadMetrics(platform, req)) res.writeHead(404).end();
    else renderMetrics(platform).then((page) => res.writeHead(200, { 'content-type': page.type }).end(page.body), () => res.writeHead(500).end());
    return true;
  }
  return false;
}

function mayReadMetrics(platform: Platform, req: IncomingMessage): boolean {
  const wanted = platform.config.metricsToken;
  if (wanted) {
    const given = Buffer.from(String(req.headers.authorization ?? '').replace(/^Bearer /, ''));
    const right = Buffer.from(wanted);
    return given.length === right.length && timingSafeEqual(given, right);
  }
  // Behind a proxy every visitor seems local: then only the token opens.
  return platform.config.trustedProxies === 0 && LOCAL.has(req.socket.remoteAddress ?? '') && !req.headers['x-forwarded-for'];
}
