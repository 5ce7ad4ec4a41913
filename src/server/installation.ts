import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { migrations } from './migrations/index.ts';
import { registerModules } from './modules.ts';
import { systemClock, type Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { createDb, createPool } from './platform/db.ts';
import { createHub } from './platform/hub.ts';
import { createJobs } from './platform/jobs.ts';
import { loadKeys } from './platform/keys.ts';
import { createLog } from './platform/log.ts';
import { createMailer } from './platform/mail.ts';
import { migrateToLatest } from './platform/migrate.ts';
import { followOutbox } from './platform/outbox.ts';
import { createPdfRenderer } from './platform/pdf/index.ts';
import type { Platform } from './platform/platform.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './platform/postgres/embedded.ts';
import { refreshCollations } from './platform/postgres/collations.ts';
import { reachServer } from './platform/postgres/reach.ts';
import { liveSubscribers } from './http/live-topics.ts';
import { countQuery } from './http/metrics.ts';

export interface Installation {
  platform: Platform;
  close(): Promise<void>;
}

export interface OpenOptions {
  clock?: Clock;
  /** Work on jobs in this process. Pages can run without, when a worker process does. */
  work?: boolean;
  /** Follow the outbox so that live pages hear of what others did. */
  follow?: boolean;
}

let current: Installation | null = null;

/** The platform of this process. Pages and main.ts share this very module, hence this very object. */
export function thePlatform(): Platform {
  if (!current) throw new Error('the installation is not open in this process');
  return current.platform;
}

/**
 * Opens an installation: database (embedded or DATABASE_URL), migrations, keys, jobs, mail, PDF. Closes in reverse order.
 * Throws a sentence for the administrator when something is missing.
 */
export async function openInstallation(config: Config, options: OpenOptions = {}): Promise<Installation> {
  const dataDir = resolve(config.dataDir);
  const log = createLog(config.logLevel);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  let embedded: EmbeddedPostgres | null = null;
  let url = config.databaseUrl;
  let closing = false;
  if (!url) {
    embedded = await startEmbeddedPostgres({ dataDir, log: (line) => log.debug({ postgres: line }) });
    url = embedded.url;
  }
  const pool = createPool({
    url,
    poolSize: config.poolSize,
    onIdleError: (error) => {
      if (!closing) log.warn({ err: error }, 'a database connection was lost');
    },
    onQuery: countQuery,
  });
  try {
    if (!embedded) await reachServer(pool, url);
    const db = createDb(pool);
    const ran = await migrateToLatest(db, migrations);
    if (ran.length > 0) log.info({ migrations: ran.length }, 'database brought up to date');
    await refreshCollations(pool, (line) => log.info(line));

    const platform = { config: { ...config, dataDir }, log, clock: options.clock ?? systemClock, pool, db, hub: createHub(() => platform.outbox.wake()) } as Platform;
    platform.keys = await loadKeys(dataDir);
    platform.mailer = createMailer(platform);
    platform.pdf = createPdfRenderer({ onWarning: (sentence) => log.warn(sentence) });
    platform.jobs = createJobs(platform);
    let address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`;
    platform.publicAddress = () => address;
    platform.setPublicAddress = (value) => {
      address = value;
    };
    platform.outbox = { wake: () => undefined, stop: async () => undefined };
    registerModules(platform);
    await platform.jobs.start();
    if (options.follow ?? true) platform.outbox = followOutbox(platform, liveSubscribers, () => platform.hub.count() > 0);
    if (options.work ?? config.workerInside) await platform.jobs.work();

    const installation: Installation = {
      platform,
      close: async () => {
        current = null;
        closing = true;
        await platform.jobs.stop();
        await platform.outbox.stop();
        await platform.pdf.close();
        platform.mailer.close();
        await pool.end();
        await embedded?.stop();
      },
    };
    current = installation;
    return installation;
  } catch (error) {
    await pool.end().catch(() => undefined);
    await embedded?.stop();
    throw error;
  }
}
