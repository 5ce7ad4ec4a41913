import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import type { Locale } from '#lib/i18n/index.ts';
import { openInstallation, type Installation } from '#server/installation.ts';
import { fixedClock } from '#server/platform/clock.ts';
import { readConfig, type Config } from '#server/platform/config.ts';
import type { Actor, Ctx, Grant } from '#server/platform/context.ts';
import type { Db } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { makeCtx, systemCtx, type Platform } from '#server/platform/platform.ts';
import { createNetwork, createOrganisation } from '#server/modules/people/index.ts';

/** Monday, 18 May 2026, 09:00 in Pavlodar. */
export const TEST_NOW = new Date('2026-05-18T04:00:00Z');

export interface TestInstallation {
  readonly platform: Platform;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly networkId: string;
  readonly organisationId: string;
  /** A second network, seeded alike: data that could leak. */
  readonly otherNetworkId: string;
  readonly otherOrganisationId: string;
  ctx(actor?: Actor, networkId?: string, locale?: Locale): Ctx;
  system(networkId?: string): Ctx;
}

/** A coordinator of the test centre, or of the organisation given. */
export function coordinatorOf(networkId: string, organisationId: string): Actor {
  return account([{ role: 'coordinator', networkId, scopeKind: 'organisation', scopeId: organisationId }]);
}

export function account(grants: Grant[], name = 'Айгүл Жұмабекова'): Actor {
  return { kind: 'account', accountId: newId(), name, email: 'aigul@example.kz', grants };
}

export const visitor: Actor = { kind: 'visitor' };

/**
 * A real installation on a database of its own, made from the migrated template, for one test file. Jobs do not run by themselves:
 * tests call `runJobs` where they want them.
 */
export function testInstallation(options: { config?: Partial<Config>; work?: boolean } = {}): TestInstallation {
  const clock = fixedClock(TEST_NOW);
  const state: { installation?: Installation; ids: string[] } = { ids: [] };
  const database = `t_${newId().replaceAll('-', '')}`;
  let dataDir = '';

  beforeAll(async () => {
    const server = inject('testServer');
    await asAdmin(server, `create database ${database} template sheberlik_template`);
    dataDir = await mkdtemp(join(tmpdir(), 'sheberlik-test-data-'));
    const config = readConfig({}, { databaseUrl: server.replace('/postgres?', `/${database}?`), dataDir, logLevel: 'error', poolSize: 8, ...options.config });
    state.installation = await openInstallation(config, { clock, work: options.work ?? false, follow: false });
    for (const [slug, code, isDefault] of [
      ['pavlodar', 'PVL', true],
      ['minsk', 'MNS', false],
    ] as const) {
      const networkId = await createNetwork(systemCtx(state.installation.platform, '', 'test'), {
        slug,
        name: localized('ru', `Библиотеки: ${slug}`),
        country: slug === 'pavlodar' ? 'KZ' : 'BY',
        defaultLocale: slug === 'pavlodar' ? 'kk' : 'be',
        timeZone: slug === 'pavlodar' ? 'Asia/Almaty' : 'Europe/Minsk',
        dataLocation: localized('ru', 'тестовый сервер'),
        isDefault,
      });
      const organisationId = await createOrganisation(systemCtx(state.installation.platform, networkId, 'test'), {
        kind: 'methodical_centre',
        code,
        name: localized('ru', `Методический центр ${slug}`),
        country: slug === 'pavlodar' ? 'KZ' : 'BY',
        timeZone: slug === 'pavlodar' ? 'Asia/Almaty' : 'Europe/Minsk',
      });
      state.ids.push(networkId, organisationId);
    }
  }, 60_000);

  afterAll(async () => {
    await state.installation?.close();
    await asAdmin(inject('testServer'), `drop database if exists ${database} with (force)`);
    if (dataDir) await rm(dataDir, { recursive: true, force: true });
  }, 60_000);

  const open = () => {
    if (!state.installation) throw new Error('the test installation opens in beforeAll');
    return state.installation.platform;
  };
  const id = (index: number) => state.ids[index] ?? '';
  return {
    get platform() {
      return open();
    },
    clock,
    get networkId() {
      return id(0);
    },
    get organisationId() {
      return id(1);
    },
    get otherNetworkId() {
      return id(2);
    },
    get otherOrganisationId() {
      return id(3);
    },
    ctx: (actor, networkId, locale = 'ru') =>
      makeCtx(open(), { actor: actor ?? coordinatorOf(id(0), id(1)), networkId: networkId ?? id(0), locale }),
    system: (networkId) => systemCtx(open(), networkId ?? id(0), 'test', 'ru'),
  };
}

async function asAdmin(server: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(statement);
  await admin.end();
}

class RolledBack extends Error {}

/** Runs a test in one transaction that is rolled back at its end: nothing stays for the next one. */
export async function rolledBack<R>(ctx: Ctx, work: (tx: Ctx) => Promise<R>): Promise<R> {
  let result: R | undefined;
  await (ctx.db as Db)
    .transaction()
    .execute(async (db) => {
      result = await work({ ...ctx, db, inTx: true, afterCommit: [] });
      throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
  return result as R;
}

/** Counts the statements that `work` sends: lists must need as many for three rows as for one. */
export async function countQueries(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const real = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
    count++;
    return real.apply(this, args);
  } as typeof pg.Client.prototype.query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = real as typeof pg.Client.prototype.query;
  }
  return count;
}
