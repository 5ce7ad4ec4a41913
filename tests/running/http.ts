import type { Agent } from 'node:http';
import { request } from 'node:http';

export interface Shot {
  path: string;
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  headers?: Record<string, string>;
  body?: string;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

const AS_BROWSERS = { 'accept-encoding': 'br', accept: 'text/html' };

/** One request, read to its end. Loopback only: tests and measurements touch nothing else. */
export function fire(agent: Agent, address: string, shot: Shot): Promise<Answer> {
  const { hostname, port } = new URL(address);
  if (hostname !== '127.0.0.1') throw new Error('only this machine is spoken to');
  return new Promise((resolve, reject) => {
    const { path, method = 'GET', body } = shot;
    const headers = { ...AS_BROWSERS, ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }), ...shot.headers };
    const req = request({ agent, hostname, port, path, method, headers }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.once('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(chunks) }));
      res.once('error', reject);
    });
    req.once('error', reject);
    req.setTimeout(60_000, () => req.destroy(new Error(`${method} ${path} took more than a minute`)));
    req.end(body);
  });
}
