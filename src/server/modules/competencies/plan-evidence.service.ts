import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { listEvidence, type EvidenceRow } from './evidence.queries.ts';
import { deleteItemEvidence, insertItemEvidence, listItemEvidence, lockOwnPieces } from './plan-evidence.queries.ts';
import type { PlanItemRow } from './plan-items.queries.ts';
import { getPlanItemFor, type ReachedItem } from './plan-items.service.ts';
import { ITEM_EVIDENCE_MOST } from './plan.rule.ts';
import type { ItemEvidence } from './plans.schemas.ts';
import { touchPlan } from './plans.queries.ts';
import { PLAN } from './plans.service.ts';

/** So many pieces are offered to be ticked; those tied and those about the competency come first. */
const OFFERED = 60;

async function tiedTo(ctx: Ctx, { item, plan }: ReachedItem): Promise<string[]> {
  return (await listItemEvidence(ctx, [plan.id])).flatMap(({ itemId, id }) => (itemId === item.id ? [id] : []));
}

/** Ties and unties within one transaction, under the lock of the plan. Of pieces that are not hers the answer is that for none. */
async function change(tx: Ctx, reached: ReachedItem, wish: { add: readonly string[]; remove: readonly string[] }): Promise<void> {
  const { item, plan, person } = reached;
  const before = await tiedTo(tx, reached);
  const added = wish.add.filter((id) => !before.includes(id));
  const removed = wish.remove.filter((id) => before.includes(id));
  if (added.length === 0 && removed.length === 0) return;
  if (added.length > 0 && item.state === 'dropped') throw new AppError('plan.item_dropped', 409);
  if ((await lockOwnPieces(tx, person.personId, added)).length < added.length) throw notFound();
  if (before.length + added.length - removed.length > ITEM_EVIDENCE_MOST) throw new AppError('plan.too_much_evidence', 409, { max: ITEM_EVIDENCE_MOST });
  await deleteItemEvidence(tx, item.id, removed);
  await insertItemEvidence(tx, item.id, added);
  await touchPlan(tx, plan.id);
  await audit(tx, { act: 'plan.evidence_changed', subjectType: PLAN, subjectId: plan.id, data: { itemId: item.id, added: added.length, removed: removed.length } });
}

/** A piece of her own shows this item; the same again changes nothing. Errors: those of `getPlanFor`, `plan.item_dropped`, `plan.too_much_evidence` (409). */
export async function tieEvidence(ctx: Ctx, itemId: string, evidenceId: string): Promise<void> {
  if (!isId(evidenceId)) throw notFound();
  await inTransaction(ctx, async (tx) => change(tx, await getPlanItemFor(tx, itemId, 'prove', { lock: true }), { add: [evidenceId], remove: [] }));
}

/** A piece shows this item no more. Errors: those of `getPlanFor`; `page.not_found` for one that does not show it. */
export async function untieEvidence(ctx: Ctx, itemId: string, evidenceId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const reached = await getPlanItemFor(tx, itemId, 'prove', { lock: true });
    if (!(await tiedTo(tx, reached)).includes(evidenceId)) throw notFound();
    await change(tx, reached, { add: [], remove: [evidenceId] });
  });
}

/**
 * All pieces that show an item, as they were ticked; `revision`: that of the plan, so that a page that is old unties nothing. Errors: as for tying,
 * `record.changed_meanwhile` (409).
 */
export async function chooseEvidence(ctx: Ctx, itemId: string, { revision, evidence }: ItemEvidence): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const reached = await getPlanItemFor(tx, itemId, 'prove', { lock: true });
    if (reached.plan.revision !== revision) throw conflict();
    await change(tx, reached, { add: evidence, remove: (await tiedTo(tx, reached)).filter((id) => !evidence.includes(id)) });
  });
}

/** An item, if a piece can be tied to it: for forms that came from there; null where not. */
export async function findProvable(ctx: Ctx, itemId: string): Promise<(PlanItemRow & { personId: string }) | null> {
  try {
    const { item, person } = await getPlanItemFor(ctx, itemId, 'prove');
    const isFull = (await listItemEvidence(ctx, [item.planId])).filter((one) => one.itemId === item.id).length >= ITEM_EVIDENCE_MOST;
    return item.state === 'dropped' || isFull ? null : { ...item, personId: person.personId };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** What she can tick at an item: what is tied, then what is about its competency, then the newest. Error `page.not_found`. */
export async function evidenceChoices(ctx: Ctx, itemId: string): Promise<{ pieces: EvidenceRow[]; tied: string[] }> {
  const reached = await getPlanItemFor(ctx, itemId, 'read');
  const tied = await tiedTo(ctx, reached);
  const rank = ({ id, shows }: EvidenceRow) => (tied.includes(id) ? 0 : shows.some(({ competencyId }) => competencyId === reached.item.competencyId) ? 1 : 2);
  const pieces = (await listEvidence(ctx, reached.person.personId)).sort((a, b) => rank(a) - rank(b));
  return { pieces: pieces.slice(0, OFFERED), tied };
}
