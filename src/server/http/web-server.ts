import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Platform } from '#server/platform/platform.ts';
import { compressResponse } from './compress.ts';
import { ADDRESS_HEADER, HOST_HEADER, PROTOCOL_HEADER, readForwarded, stampForwarded } from './forwarded.ts';
import { createFloodGate, isLoopback } from './flood.ts';
import { answerHealth } from './health.ts';
import { liveAccessFor } from './live-access.ts';
import { LARGEST_FORM } from './limits.ts';
import { createLiveStreams } from './live.ts';
import { observeRequest } from './metrics.ts';
import { answerOneClick } from './one-click.ts';
import { setSecurityHeaders } from './security-headers.ts';

export type PageHandler = (req: http.IncomingMessage, res: http.ServerResponse, next: () => void) => void;

export interface WebServer {
  address: string;
  port: number;
  close(): Promise<void>;
}

/** Loads the built pages. Their settings are read at import, so they are put in place first. */
export async function loadPages(): Promise<PageHandler> {
  process.env.PROTOCOL_HEADER = PROTOCOL_HEADER;
  process.env.HOST_HEADER = HOST_HEADER;
  process.env.ADDRESS_HEADER = ADDRESS_HEADER;
  process.env.BODY_SIZE_LIMIT = String(LARGEST_FORM);
  const built = new URL('../../../build/handler.js', import.meta.url).href;
  const { handler } = (await import(built)) as { handler: PageHandler };
  return handler;
}

/** The web server: health, live streams, then pages behind compression. Rejects with EADDRINUSE when the port is taken. */
export async function startWebServer(platform: Platform, pages: PageHandler): Promise<WebServer> {
  const streams = createLiveStreams(platform.hub);
  const flood = createFloodGate();
  const server = http.createServer((req, res) => {
    const path = (req.url ?? '/').split('?', 1)[0] ?? '/';
    if (answerHealth(platform, path, req, res)) return;
    const from = readForwarded(req, platform.config.trustedProxies);
    stampForwarded(req, platform.config.trustedProxies);
    setSecurityHeaders(res, from.protocol === 'https');
    observeRequest(req, res);
    const wait = isLoopback(from.address) ? 0 : flood.check(from.address, req.method !== 'GET' && req.method !== 'HEAD', Date.now());
    if (wait > 0) {
      res.writeHead(429, { 'retry-after': String(wait), 'content-type': 'text/plain; charset=utf-8' }).end('429');
      return;
    }
    if (answerOneClick(platform, path, req, res)) return;
    if (path.startsWith('/live/')) {
      liveAccessFor(platform, req, path, from.address).then(
        (access) => (access ? streams.open(req, res, access) : res.writeHead(404).end()),
        (error) => {
          platform.log.error({ err: error }, 'live stream');
          res.writeHead(500).end();
        },
      );
      return;
    }
    compressResponse(req, res);
    pages(req, res, () => res.writeHead(404).end());
  });
  server.requestTimeout = 60_000;
  server.headersTimeout = 20_000;
  server.keepAliveTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(platform.config.port, platform.config.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const host = platform.config.host.includes(':') ? `[${platform.config.host}]` : platform.config.host;
  return {
    address: `http://${host}:${port}`,
    port,
    close: () =>
      new Promise<void>((resolve) => {
        streams.closeAll();
        server.close(() => resolve());
        server.closeIdleConnections();
        // Whoever is still being answered gets three seconds.
        setTimeout(() => server.closeAllConnections(), 3000).unref();
      }),
  };
}
