import { openInstallation } from '#server/installation.ts';
import { bringFramework, exportFramework, getFrameworkImport, ImportWish, runFrameworkImport } from '#server/modules/competencies/index.ts';
import { createNetwork, createOrganisation } from '#server/modules/people/index.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '#server/platform/config.ts';
import { newId } from '#server/platform/ids.ts';
import { makeCtx, systemCtx, type Actor, type Ctx, type Platform } from '#server/platform/platform.ts';
import { localized } from '#server/platform/text/index.ts';
import type { Bench, Case } from '../bench.ts';
import { BUDGETS } from '../budgets.ts';
import { figure, type Figure } from '../figures.ts';

async function keeper(platform: Platform): Promise<{ ctx: Ctx; organisationId: string }> {
  const networkId = await createNetwork(systemCtx(platform, '', 'bench'), { slug: 'frameworks', name: localized({ ru: 'Область' }), country: 'KZ', defaultLocale: 'ru', timeZone: 'Asia/Almaty', dataLocation: {} });
  const organisationId = await createOrganisation(systemCtx(platform, networkId, 'bench', 'ru'), { parentId: null, kind: 'methodical_centre', code: 'CENTRE', name: localized({ ru: 'Центр' }), country: 'KZ', timeZone: 'Asia/Almaty' });
  const accountId = newId();
  await platform.pool.query('insert into access.account (id, name, email, email_verified) values ($1, $2, $3, true)', [accountId, 'bench', `${accountId}@example.kz`]);
  const actor: Actor = { kind: 'account', accountId, name: 'bench', email: '', grants: [{ role: 'network_admin', networkId, scopeKind: 'network', scopeId: null }] };
  return { ctx: makeCtx(platform, { actor, networkId, locale: 'ru' }), organisationId };
}

/** Areas of a hundred competencies, each in two languages and with five descriptors. */
function invented(items: number): string {
  const steps = [0, 1, 2, 3, 4];
  const head = ['code', 'parent', 'kind', 'title:ru', 'title:kk', ...steps.map((step) => `level:${step}:ru`)];
  const rows = Array.from({ length: items }, (_, index) => {
    const area = `A${Math.floor(index / 100)}`;
    return index % 100 === 0 ? [area, '', 'area', `Область ${area}`, `Сала ${area}`] : [`${area}.${index}`, area, 'competency', `Компетенция ${index}`, `Құзыреттілік ${index}`, ...steps.map((step) => `Делает это на ступени ${step}, и это видно по делу ${index}.`)];
  });
  return [head, ...rows].map((row) => row.join(';')).join('\r\n');
}

/** Seconds from the file to the draft. */
async function once(ctx: Ctx, organisationId: string, name: string, bytes: Uint8Array): Promise<{ read: number; store: number; versionId: string }> {
  const begun = performance.now();
  const id = await bringFramework(ctx, [{ name, bytes }]);
  const read = performance.now();
  await runFrameworkImport(ctx, id, ImportWish.parse({ organisationId, key: `f-${newId()}`, scaleOf: 'house' }));
  for (;;) {
    const { state, versionId } = await getFrameworkImport(ctx, id);
    if (state === 'done' && versionId) return { read: (read - begun) / 1000, store: (performance.now() - read) / 1000, versionId };
    if (state === 'refused' || state === 'failed') throw new Error(`the framework is ${state}`);
    await sleep(20);
  }
}

async function measure(bench: Bench): Promise<Figure[]> {
  const items = bench.quick ? 300 : 5_000;
  const installation = await openInstallation(readConfig({}, { dataDir: await bench.folder('frameworks'), logLevel: 'warn' }), { work: true, follow: false });
  try {
    const { ctx, organisationId } = await keeper(installation.platform);
    const table = new TextEncoder().encode(invented(items));
    const times: { table: number; out: number; pack: number }[] = [];
    for (let round = 0; round < (bench.quick ? 1 : 3); round++) {
      const asTable = await once(ctx, organisationId, 'x.csv', table);
      const begun = performance.now();
      const { bytes } = await exportFramework(ctx, asTable.versionId, 'case.json');
      const out = (performance.now() - begun) / 1000;
      const asPackage = await once(ctx, organisationId, 'x.json', bytes);
      times.push({ table: asTable.read + asTable.store, out, pack: asPackage.read + asPackage.store });
      bench.say(`${items} items: ${JSON.stringify({ asTable, out, asPackage, megabytes: bytes.length / 1e6 })}`);
    }
    const budget = bench.quick ? {} : { budget: BUDGETS.frameworkImportSeconds };
    return [
      figure(`import of ${items} items as a table, from the file to the draft`, 's', times.map((one) => one.table), budget),
      figure(`import of ${items} items as a CASE package`, 's', times.map((one) => one.pack), budget),
      figure(`export of ${items} items as a CASE package`, 's', times.map((one) => one.out)),
    ];
  } finally {
    await installation.close();
  }
}

/** A large framework through reading and storing, in one process with its worker. */
export const frameworks: Case = { name: 'frameworks', title: 'Import of a framework', run: measure };
