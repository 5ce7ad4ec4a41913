import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findRunningPostgres } from '#server/platform/postgres/embedded.ts';
import type { Product } from '../tests/running/product.ts';
import type { FloorPages } from './floor-server.ts';
import type { Answer } from '../tests/running/http.ts';

export interface Floor {
  address: string;
  pid: number;
  close(): Promise<void>;
}

/** What of the product's own headers the floor sends too; the rest is set by the wrapper. */
const KEPT = ['content-type', 'cache-control', 'content-security-policy', 'etag', 'link'];

/** Starts the floor for pages of a running product, taken from it uncompressed. */
export async function startFloor(product: Product, pages: { path: string; answer: Answer; queries: number }[]): Promise<Floor> {
  const databaseUrl = await findRunningPostgres(product.dataDir);
  if (!databaseUrl) throw new Error('the product has no database');
  const child = spawn(process.execPath, [fileURLToPath(new URL('./floor-server.ts', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] });
  const given: FloorPages = {
    databaseUrl,
    pages: pages.map(({ path, answer, queries }) => ({
      path,
      queries,
      body: answer.body.toString(),
      headers: Object.fromEntries(KEPT.flatMap((name) => (answer.headers[name] === undefined ? [] : [[name, String(answer.headers[name])]]))),
    })),
  };
  child.stdin.write(`${JSON.stringify(given)}\n`);
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', (code) => reject(new Error(`the floor ended with ${code}`)));
  });
  return {
    address,
    pid: child.pid ?? 0,
    close: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}
