/**
 * The least that a page can cost: a bare node:http server that sends the same bytes through the same wrapper (compression, headers), after
 * as many `select 1` on the same database as the page sends statements. Reads its pages as one JSON line from standard input.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { compressResponse } from '#server/http/compress.ts';
import { setSecurityHeaders } from '#server/http/security-headers.ts';
import { createPool } from '#server/platform/db.ts';

export interface FloorPages {
  databaseUrl: string;
  pages: { path: string; body: string; headers: Record<string, string>; queries: number }[];
}

const line = await new Promise<string>((resolve) => createInterface(process.stdin).once('line', resolve));
const given = JSON.parse(line) as FloorPages;
const pool = createPool({ url: given.databaseUrl, poolSize: 10 });
const pages = new Map(given.pages.map((page) => [page.path, { ...page, bytes: Buffer.from(page.body) }]));

const server = http.createServer((req, res) => {
  const url = req.url ?? '/';
  const bare = url.startsWith('/bare');
  const page = pages.get(bare ? url.slice(5) : url);
  if (!page) {
    res.writeHead(404).end();
    return;
  }
  const answer = () => {
    setSecurityHeaders(res, false);
    compressResponse(req, res);
    res.writeHead(200, page.headers);
    res.end(page.bytes);
  };
  const ask = async () => {
    for (let i = 0; i < page.queries; i++) await pool.query('select 1');
  };
  if (bare) answer();
  else ask().then(answer, () => res.writeHead(500).end());
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`));
