import type { Db } from './db.ts';
import { isSerializationFailure } from './db.ts';
import { AppError } from './errors.ts';
import type { Actor, Ctx } from './platform.ts';

export type { Actor, Ctx, Grant } from './platform.ts';

/**
 * Runs `work` in one transaction: everything it writes, the audit line, the outbox event and the job appear together or not at all.
 * Inside another transaction it joins it. Serialization failures and deadlocks are tried again up to three times.
 */
export async function inTransaction<R>(ctx: Ctx, work: (tx: Ctx) => Promise<R>): Promise<R> {
  if (ctx.inTx) return work(ctx);
  for (let attempt = 1; ; attempt++) {
    const afterCommit: (() => void)[] = [];
    try {
      const begun = (ctx.db as Db).transaction();
      const result = await (isReadOnly(ctx.actor) ? begun.setAccessMode('read only') : begun).execute((db) => work({ ...ctx, db, inTx: true, afterCommit }));
      for (const step of afterCommit) step();
      return result;
    } catch (error) {
      if (attempt < 3 && isSerializationFailure(error)) continue;
      // A door that forgot to ask, or a page that notes that it was read: a refusal in words, not a fault.
      if (isReadOnly(ctx.actor) && (error as { code?: string }).code === '25006') throw readOnlyRefusal(ctx.actor);
      throw error;
    }
  }
}

/** Who may look and change nothing. The doors refuse every write; should one be forgotten, the database does. */
export function isReadOnly(actor: Actor): boolean {
  return actor.kind === 'account' && (actor.token?.writes === false || actor.viewedBy !== undefined);
}

/** What whoever may only look is told. */
export const readOnlyRefusal = (actor: Actor): AppError => new AppError(actor.kind === 'account' && actor.token ? 'token.read_only' : 'looking.read_only', 403);

/** The id that audit lines and rows name as author; null for visitors. */
export function actorId(actor: Actor): string | null {
  if (actor.kind === 'account') return actor.accountId;
  if (actor.kind === 'link') return actor.linkId;
  return null;
}
