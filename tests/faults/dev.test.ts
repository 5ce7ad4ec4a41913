import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { processesIn } from '../running/processes.ts';
import { startProduct } from '../running/product.ts';

async function pageRequests(address: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(/^sheberlik_page_requests (\d+)$/m.exec(text)?.[1] ?? NaN);
}

it('serves pages while they are being written, from the very process that holds the database, and ends without a trace', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'sheberlik-dev-'));
  const product = await startProduct({ dataDir, program: 'scripts/dev.ts' });
  try {
    const page = await fetch(`${product.address}/ru/sign-in`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<html lang="ru">')]);
    const before = await pageRequests(product.address);
    await fetch(`${product.address}/ru/seminars`);
    expect(await pageRequests(product.address)).toBe(before + 1);
  } finally {
    await product.stop();
  }
  expect(processesIn(dataDir)).toEqual([]);
  await rm(dataDir, { recursive: true, force: true });
});
