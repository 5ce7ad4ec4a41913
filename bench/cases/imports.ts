import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { openInstallation } from '#server/installation.ts';
import { bringList, createNetwork, createOrganisation, mapColumns, Mapping, readMapping, runImport, showImport } from '#server/modules/people/index.ts';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { readConfig } from '#server/platform/config.ts';
import { makeCtx, systemCtx, type Platform } from '#server/platform/platform.ts';
import { localized } from '#server/platform/text/index.ts';
import { newId } from '#server/platform/ids.ts';
import { canSeeProcesses, memoryOf, sumOf } from '../../tests/running/processes.ts';
import type { Bench, Case } from '../bench.ts';
import { BUDGETS } from '../budgets.ts';
import { figure, type Figure } from '../figures.ts';
import type { ListWish } from '../invented-list.ts';

async function region(platform: Platform, slug: string): Promise<{ ctx: Ctx; codes: string[] }> {
  const networkId = await createNetwork(systemCtx(platform, '', 'bench'), { slug, name: localized({ ru: 'Область' }), country: 'KZ', defaultLocale: 'ru', timeZone: 'Asia/Almaty', dataLocation: {} });
  const system = systemCtx(platform, networkId, 'bench', 'ru');
  const place = (code: string, parentId: string | null) => createOrganisation(system, { parentId, kind: parentId ? 'library' : 'methodical_centre', code, name: localized({ ru: `Библиотека ${code}` }), country: 'KZ', timeZone: 'Asia/Almaty' });
  const centre = await place('CENTRE', null);
  const codes = Array.from({ length: 60 }, (_, index) => `L${index}`);
  for (const code of codes) await place(code, centre);
  // Lists are brought by somebody; she is nobody's record here.
  const accountId = newId();
  await platform.pool.query('insert into access.account (id, name, email, email_verified) values ($1, $2, $3, true)', [accountId, 'bench', `${accountId}@example.kz`]);
  const actor: Actor = { kind: 'account', accountId, name: 'bench', email: '', grants: [{ role: 'network_admin', networkId, scopeKind: 'network', scopeId: null }] };
  return { ctx: makeCtx(platform, { actor, networkId, locale: 'ru' }), codes };
}

async function until(ctx: Ctx, id: string, state: string): Promise<void> {
  for (;;) {
    const { import: found } = await showImport(ctx, id, { which: 'wrong', after: 0 }, 1);
    if (found.state === state) return;
    if (found.state === 'draft') throw new Error('the list could not be read');
    await sleep(500);
  }
}

/** Made in a thread that ends: what the making of the file costs is not what reading it costs. */
async function inventedList(rows: number, codes: string[]): Promise<Uint8Array> {
  const worker = new Worker(new URL('../invented-list.ts', import.meta.url), { workerData: { rows, codes } satisfies ListWish });
  const [bytes] = (await once(worker, 'message')) as [Uint8Array];
  await worker.terminate();
  return bytes;
}

/** Seconds of each step. */
async function importOnce(platform: Platform, slug: string, rows: number): Promise<{ read: number; check: number; write: number }> {
  const { ctx, codes } = await region(platform, slug);
  const bytes = await inventedList(rows, codes);
  const begun = performance.now();
  const id = await bringList(ctx, { file: { name: 'x.xlsx', bytes } });
  const read = performance.now();
  const { import: found } = await readMapping(ctx, id);
  await mapColumns(ctx, id, Mapping.parse({ kind: 'staff', columns: Object.fromEntries(found.header.columns.flatMap(({ index, field }) => (field ? [[String(index), field]] : []))) }));
  await until(ctx, id, 'checked');
  const checked = performance.now();
  await runImport(ctx, id, 'good');
  await until(ctx, id, 'done');
  const done = performance.now();
  const { import: after } = await showImport(ctx, id, { which: 'all', after: 0 }, 1);
  if ((after.counts.written ?? 0) < rows * 0.99) throw new Error(`only ${String(after.counts.written)} of ${rows} rows were written`);
  return { read: (read - begun) / 1000, check: (checked - read) / 1000, write: (done - checked) / 1000 };
}

async function measure(bench: Bench): Promise<Figure[]> {
  const rows = bench.quick ? 700 : 20_000;
  const rounds = bench.quick ? 1 : 3;
  const installation = await openInstallation(readConfig({}, { dataDir: await bench.folder('imports'), logLevel: 'warn' }), { work: true, follow: false });
  try {
    // What is loaded once is not what a list costs.
    await importOnce(installation.platform, 'warm', 700);
    const memory = () => (canSeeProcesses ? sumOf(memoryOf(process.pid)) : 0);
    const before = memory();
    const times: { read: number; check: number; write: number }[] = [];
    const peaks: number[] = [];
    for (let round = 0; round < rounds; round++) {
      let peak = memory();
      const watch = setInterval(() => (peak = Math.max(peak, memory())), 2_000);
      times.push(await importOnce(installation.platform, `round-${round}`, rows));
      clearInterval(watch);
      peaks.push(Math.max(peak, memory()) - before);
      bench.say(`${rows} rows: ${JSON.stringify(times.at(-1))}, ${peaks.at(-1)?.toFixed(0)} MB`);
    }
    const budget = bench.quick ? {} : { budget: BUDGETS.importSeconds };
    return [
      figure(`${rows} rows of staff, from the file to the registry`, 's', times.map(({ read, check, write }) => read + check + write), budget),
      ...(['read', 'check', 'write'] as const).map((step) => figure(`${rows} rows: ${step}`, 's', times.map((one) => one[step]))),
      ...(canSeeProcesses ? [figure(`${rows} rows, memory added at the worst moment (PSS)`, 'MB', peaks, bench.quick ? {} : { budget: BUDGETS.importMemoryMb })] : []),
    ];
  } finally {
    await installation.close();
  }
}

/** A whole list of staff through reading, checking and writing, in one process with its worker. */
export const imports: Case = { name: 'imports', title: 'Import of a list', run: measure };
