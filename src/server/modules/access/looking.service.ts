import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { mayLookAs, type LookRefusal } from './access.policy.ts';
import { listGrants } from './access.queries.ts';
import { clearLooking, writeLooking } from './looking.queries.ts';
import { insertJournalLine } from './sessions.queries.ts';
import type { Origin } from './sessions.service.ts';

const LOOKING_MS = 30 * 60_000;

/** Why the administrator may not look as this account; null: may. */
export async function lookRefusal(ctx: Ctx, accountId: string): Promise<LookRefusal | null> {
  return mayLookAs(ctx.actor, accountId, await listGrants(ctx.db, accountId, ctx.clock.now()), ctx.networkId);
}

/**
 * Shows an administrator the network as somebody of it sees it, for half an hour and without changing anything. It stands in that
 * person's sign-in journal, by name. Error: `page.not_found`.
 */
export async function startLooking(ctx: Ctx, accountId: string, origin: Origin): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || actor.sessionId === undefined || (await lookRefusal(ctx, accountId)) !== null) throw notFound();
  const { sessionId } = actor;
  await inTransaction(ctx, async (tx) => {
    const now = tx.clock.now();
    await writeLooking(tx.db, sessionId, { accountId, networkId: tx.networkId, until: new Date(now.getTime() + LOOKING_MS) });
    await insertJournalLine(tx.db, { accountId, method: 'administrator', outcome: 'looked_at', source: origin.source, userAgent: origin.userAgent ?? null, by: actor.accountId, now });
    await audit(tx, { act: 'account.looked_at', subjectType: 'account', subjectId: accountId });
  });
}

/** Back to being oneself. Error: `page.not_found`. */
export async function stopLooking(ctx: Ctx): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || !actor.viewedBy || actor.sessionId === undefined) throw notFound();
  const { sessionId, viewedBy, accountId } = actor;
  // In the own name again: whoever looks writes nothing.
  const own: Ctx = { ...ctx, actor: { kind: 'account', accountId: viewedBy.accountId, name: viewedBy.name, email: '', grants: [] } };
  await inTransaction(own, async (tx) => {
    await clearLooking(tx.db, sessionId);
    await audit(tx, { act: 'account.looking_ended', subjectType: 'account', subjectId: accountId });
  });
}
