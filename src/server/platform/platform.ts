import type pg from 'pg';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Ctx, Actor } from './context.ts';
import type { Db } from './db.ts';
import type { Hub } from './hub.ts';
import type { Jobs } from './jobs.ts';
import type { Keys } from './keys.ts';
import type { Log } from './log.ts';
import type { Mailer } from './mail.ts';
import type { OutboxLoop } from './outbox.ts';
import type { PdfRenderer } from './pdf/index.ts';
import type { Locale } from '#lib/i18n/index.ts';

/** The running installation: one object a process, handed down through every `Ctx`. */
export interface Platform {
  config: Config;
  log: Log;
  clock: Clock;
  pool: pg.Pool;
  db: Db;
  keys: Keys;
  hub: Hub;
  jobs: Jobs;
  mailer: Mailer;
  outbox: OutboxLoop;
  pdf: PdfRenderer;
  /** The address people reach us by: the public one once it is set, else where we listen. */
  publicAddress(): string;
  setPublicAddress(address: string): void;
}

export function makeCtx(platform: Platform, who: { actor: Actor; networkId: string; locale: Locale }): Ctx {
  return { platform, db: platform.db, clock: platform.clock, inTx: false, afterCommit: [], ...who };
}

/** A context for jobs, seeds and the command line. */
export function systemCtx(platform: Platform, networkId: string, name: string, locale: Locale = 'en'): Ctx {
  return makeCtx(platform, { actor: { kind: 'system', name }, networkId, locale });
}
