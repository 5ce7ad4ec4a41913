import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { bulkChangeAbilities, readsAllBulkChanges } from './bulk-changes.policy.ts';
import { findBulkChange, forgetBulkLines, listBulkChanges, listBulkLines, updateUndone, type BulkChangeRow } from './bulk-changes.queries.ts';
import type { BulkRecord } from './bulk-lines.ts';
import type { KeptStep } from './bulk-undo.rule.ts';
import { keptOf, planOrganisationsUndo, planPersonsUndo, restore } from './bulk-undo.service.ts';
import { networksOf } from './networks.service.ts';
import { lockTree } from './organisations.queries.ts';
import { readsPeople } from './people.policy.ts';
import { forgetAfter, undoEnd } from './undo.ts';

export interface BulkChangeView {
  id: string;
  subject: 'person' | 'organisation';
  act: string;
  count: number;
  madeAt: Date;
  madeBy: string | null;
  /** Until when it can be taken back; null: it was, or it is too late. */
  undoUntil: Date | null;
  undoneAt: Date | null;
  undoneBy: string | null;
  /** Of how many something was left as it is when it was taken back. */
  kept: number | null;
}

function viewOf(ctx: Ctx, row: BulkChangeRow): BulkChangeView {
  const until = undoEnd(row.made_at);
  return {
    id: row.id,
    subject: row.subject_type,
    act: row.act,
    count: row.count,
    madeAt: row.made_at,
    madeBy: row.made_by_name,
    undoUntil: row.undone_at === null && row.forgotten_at === null && until >= ctx.clock.now() ? until : null,
    undoneAt: row.undone_at,
    undoneBy: row.undone_by_name,
    kept: row.kept,
  };
}

/** Changes the actor made for many, or everybody's for the centre; the latest first. Error: `page.not_found` for whoever keeps nobody's record. */
export async function listBulkChangesFor(ctx: Ctx, page: { after?: string | undefined; limit?: number } = {}): Promise<{ changes: BulkChangeView[]; next: string | null }> {
  if (!readsPeople(ctx.actor, ctx.networkId)) throw notFound();
  const limit = page.limit ?? 25;
  const by = readsAllBulkChanges(ctx.actor, ctx.networkId) ? null : ctx.actor.kind === 'account' ? ctx.actor.accountId : null;
  const rows = await listBulkChanges(ctx, { by, after: page.after }, limit + 1);
  return { changes: rows.slice(0, limit).map((row) => viewOf(ctx, row)), next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null };
}

async function getBulkChangeFor(ctx: Ctx, id: string, ability: 'read' | 'undo', lock = false): Promise<BulkChangeRow> {
  const row = isId(id) ? await findBulkChange(ctx, id, lock) : undefined;
  if (!row || !bulkChangeAbilities(ctx.actor, { networkId: ctx.networkId, madeBy: row.made_by })[ability].allowed) throw notFound();
  return row;
}

export interface BulkChangeLine {
  id: string;
  name: string;
  records: BulkRecord[];
  /** What was left as it is when it was taken back, or would be now, and why. */
  kept: KeptStep[];
}

const planOf = async (ctx: Ctx, row: BulkChangeRow, lock: boolean) => {
  const lines = await listBulkLines(ctx, row.id);
  return { lines, plan: await (row.subject_type === 'person' ? planPersonsUndo : planOrganisationsUndo)(ctx, lines, lock) };
};

/**
 * A change for many with what it did to each and, as long as it can be taken back, what would be left as it is. Who is not the actor's to read is
 * only counted (`hidden`). Error: `page.not_found`.
 */
export async function showBulkChange(ctx: Ctx, id: string): Promise<{ change: BulkChangeView; lines: BulkChangeLine[]; hidden: number }> {
  const row = await getBulkChangeFor(ctx, id, 'read');
  const change = viewOf(ctx, row);
  const { lines: stored, plan } = await planOf(ctx, row, false);
  const would = new Map(keptOf(plan).map(({ subjectId, kept }) => [subjectId, kept]));
  const was = new Map(stored.map((line) => [line.subject_id, line.kept]));
  const lines = plan.lines.flatMap(({ subjectId, name, steps }) => {
    if (name === null) return [];
    const kept = change.undoneAt !== null ? was.get(subjectId) : change.undoUntil !== null ? would.get(subjectId) : [];
    return [{ id: subjectId, name, records: steps.flatMap(({ step }) => step.records), kept: kept ?? [] }];
  });
  return { change, lines: lines.toSorted((a, b) => new Intl.Collator(ctx.locale).compare(a.name, b.name)), hidden: plan.lines.length - lines.length };
}

/**
 * Takes a change for many back: what nobody has changed since holds again what stood there, all else is left as it is and listed. One
 * transaction, with a line in the history of each. Returns of how many everything was put back and of how many something was left. Errors:
 * `page.not_found`, `bulk.undone_already` and `bulk.too_late` (409).
 */
export async function undoBulkChange(ctx: Ctx, id: string): Promise<{ undone: number; kept: number }> {
  return inTransaction(ctx, async (tx) => {
    const row = await getBulkChangeFor(tx, id, 'undo', true);
    const { undoUntil, undoneAt } = viewOf(tx, row);
    if (undoneAt !== null) throw new AppError('bulk.undone_already', 409);
    if (undoUntil === null) throw new AppError('bulk.too_late', 409);
    if (row.subject_type === 'organisation') await lockTree(tx);
    const { lines, plan } = await planOf(tx, row, true);
    const kept = await restore(tx, row.subject_type, plan);
    await updateUndone(tx, row.id, kept);
    const outcome = { undone: lines.length - kept.length, kept: kept.length };
    const act = row.subject_type === 'person' ? 'people.bulk_undone' : 'organisations.bulk_undone';
    await audit(tx, { act, subjectType: 'network', subjectId: tx.networkId, data: { change: row.act, ...outcome } });
    return outcome;
  });
}

/** Nightly: what was held to take back changes whose days are over. That they were made stays. */
export async function forgetBulkChanges(platform: Platform): Promise<number> {
  const before = forgetAfter(platform.clock.now());
  let forgotten = 0;
  for (const { id } of await networksOf(platform)) forgotten += await inTransaction(systemCtx(platform, id, 'people.forget_bulk_changes'), (tx) => forgetBulkLines(tx, before));
  return forgotten;
}
