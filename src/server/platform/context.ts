import type { Locale } from '#lib/i18n/index.ts';
import type { Clock } from './clock.ts';
import type { Db, Tx } from './db.ts';
import { isSerializationFailure } from './db.ts';
import type { Platform } from './platform.ts';

/** One right of an account: a role within a network, an organisation's subtree, or one event. */
export interface Grant {
  role: string;
  networkId: string;
  scopeKind: 'installation' | 'network' | 'organisation' | 'event';
  scopeId: string | null;
}

/** Who acts. Policies look only at this, at the row, and at the clock. */
export type Actor =
  | { kind: 'account'; accountId: string; name: string; email: string; grants: readonly Grant[] }
  /** Somebody who holds a personal link: may do what the link was made for, with this one subject. */
  | { kind: 'link'; linkId: string; purpose: string; subjectId: string }
  | { kind: 'visitor' }
  /** Jobs, seeds and the command line. */
  | { kind: 'system'; name: string };

/** What every service receives first. `db` is the pool or the transaction the caller is in. */
export interface Ctx {
  readonly platform: Platform;
  readonly db: Db | Tx;
  readonly actor: Actor;
  readonly networkId: string;
  readonly locale: Locale;
  readonly clock: Clock;
  /** True inside `inTransaction`. */
  readonly inTx: boolean;
  /** Work to be done once the outermost transaction has committed (wake a worker, tell live pages). */
  readonly afterCommit: (() => void)[];
}

/**
 * Runs `work` in one transaction: everything it writes, the audit line, the outbox event and the job appear together or not at all.
 * Inside another transaction it joins it. Serialization failures and deadlocks are tried again up to three times.
 */
export async function inTransaction<R>(ctx: Ctx, work: (tx: Ctx) => Promise<R>): Promise<R> {
  if (ctx.inTx) return work(ctx);
  for (let attempt = 1; ; attempt++) {
    const afterCommit: (() => void)[] = [];
    try {
      const result = await (ctx.db as Db).transaction().execute((db) => work({ ...ctx, db, inTx: true, afterCommit }));
      for (const step of afterCommit) step();
      return result;
    } catch (error) {
      if (attempt < 3 && isSerializationFailure(error)) continue;
      throw error;
    }
  }
}

/** The id that audit lines and rows name as author; null for visitors. */
export function actorId(actor: Actor): string | null {
  if (actor.kind === 'account') return actor.accountId;
  if (actor.kind === 'link') return actor.linkId;
  return null;
}
