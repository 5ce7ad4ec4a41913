import type pg from 'pg';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Db, Tx } from './db.ts';
import type { Hub } from './hub.ts';
import type { Keys } from './keys.ts';
import type { Log } from './log.ts';
import type { PdfRenderer } from './pdf/index.ts';
import type { Locale } from '#lib/i18n/index.ts';

/** One right of an account: a role within a network, an organisation's subtree, or one event. */
export interface Grant {
  role: string;
  networkId: string;
  scopeKind: 'installation' | 'network' | 'organisation' | 'event';
  scopeId: string | null;
}

/** Who acts. Policies look only at this, at the row, and at the clock. */
export type Actor =
  | {
      kind: 'account';
      accountId: string;
      name: string;
      email: string;
      grants: readonly Grant[];
      /** The session by which she came; absent for programs. */
      sessionId?: string;
      /** The token by which a program acts for her. */
      token?: { id: string; writes: boolean };
      /** In whose place she acts now, by roles that were lent to her. */
      onBehalfOf?: { accountId: string; name: string };
      /** The administrator who looks as this person, and may change nothing. */
      viewedBy?: { accountId: string; name: string; until: Date };
    }
  /** Somebody who holds a personal link: may do what the link was made for, with this one subject. */
  | { kind: 'link'; linkId: string; purpose: string; subjectId: string }
  | { kind: 'visitor' }
  /** Jobs, seeds and the command line. */
  | { kind: 'system'; name: string };

/** Where a request comes from: the address of the sender and how its browser introduces itself. */
export interface RequestOrigin {
  source: string;
  userAgent: string | null;
}

/** What every service receives first. `db` is the pool or the transaction the caller is in. */
export interface Ctx {
  readonly platform: Platform;
  readonly db: Db | Tx;
  readonly actor: Actor;
  readonly networkId: string;
  readonly locale: Locale;
  readonly clock: Clock;
  /** Absent for jobs, seeds and the command line. */
  readonly origin?: RequestOrigin;
  /** True inside `inTransaction`. */
  readonly inTx: boolean;
  /** Work to be done once the outermost transaction has committed (wake a worker, tell live pages). */
  readonly afterCommit: (() => void)[];
}

/** What a running job may do: say how far it is, learn that it should stop, work in the name of who started it. */
export interface JobRun {
  id: string;
  networkId: string;
  params: Record<string, unknown>;
  platform: Platform;
  createdBy: string | null;
  progress(done: number, total: number): Promise<void>;
  stopRequested(): Promise<boolean>;
}

/** Handlers must be idempotent: after a crash the job runs again from its beginning and skips what is done. */
export type JobHandler = (run: JobRun) => Promise<Record<string, unknown> | void>;

export type SmallTaskHandler = (ids: Record<string, string>, platform: Platform) => Promise<void>;

export interface Jobs {
  handleJob(kind: string, handler: JobHandler): void;
  handleTask(kind: string, handler: SmallTaskHandler): void;
  /** Repeats a task by a cron expression (UTC), once over all processes. */
  schedule(kind: string, cron: string): void;
  /** Prepares the queue so that jobs can be sent. */
  start(): Promise<void>;
  /** Begins to work on what was sent, in this process. */
  work(): Promise<void>;
  stop(): Promise<void>;
  send(db: Db | Tx, kind: string, ids: Record<string, string>, options?: { after?: Date }): Promise<void>;
  /** Many tasks of one kind in one statement. */
  sendAll(db: Db | Tx, kind: string, list: readonly Record<string, string>[]): Promise<void>;
  wake(): void;
}

export interface RenderedMail {
  subject: string;
  text: string;
  html?: string;
  attachments?: { filename: string; content: Uint8Array | string; contentType: string }[];
  /** An iTIP invitation, update or cancellation that calendars understand. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; content: string };
  replyTo?: string;
  headers?: Readonly<Record<string, string>>;
}

/** Renders a mail at the moment of sending, from ids: nothing personal and no token lies in the queue. */
export type MailTemplate = (
  mail: { id: string; networkId: string; locale: Locale; to: string; params: Record<string, string> },
  platform: Platform,
) => Promise<RenderedMail | null>;

/** A mail that nobody asked for this minute. */
export interface PatientMail {
  to: string;
  /** By whose clocks, where no account says it. */
  zone: string | null;
  /** When begins what it is about: it never waits beyond that. */
  neededBy: Date | null;
}

export interface Mailer {
  configured: boolean;
  templates: Map<string, MailTemplate>;
  /** Kinds that keep to quiet hours; all others are sent at once. */
  patient: Set<string>;
  /** Until when each of these mails waits, null: not at all. Set by the module that knows the hours of people. */
  quietUntil: ((ctx: Ctx, mails: readonly PatientMail[]) => Promise<(Date | null)[]>) | null;
  send(mailId: string): Promise<void>;
  render(mailId: string): Promise<RenderedMail | null>;
  close(): void;
}

export interface OutboxEvent {
  seq: string;
  networkId: string | null;
  name: string;
  payload: Record<string, unknown>;
}

export interface OutboxLoop {
  wake(): void;
  stop(): Promise<void>;
}

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

export function makeCtx(platform: Platform, who: { actor: Actor; networkId: string; locale: Locale; origin?: RequestOrigin }): Ctx {
  return { platform, db: platform.db, clock: platform.clock, inTx: false, afterCommit: [], ...who };
}

/** A context for jobs, seeds and the command line. */
export function systemCtx(platform: Platform, networkId: string, name: string, locale: Locale = 'en'): Ctx {
  return makeCtx(platform, { actor: { kind: 'system', name }, networkId, locale });
}
