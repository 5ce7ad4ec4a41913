import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { EvidenceKind, EvidenceState } from './evidence.queries.ts';

export interface ItemEvidenceRow {
  itemId: string;
  id: string;
  kind: EvidenceKind;
  title: LocalizedText;
  state: EvidenceState;
  /** The step of the item's competency that was accepted, on the scale it was planned by; null: none. */
  acceptedStep: number | null;
}

/** Pieces that are tied to items of plans, as they were added. Records that were taken apart since keep each their own. */
export async function listItemEvidence(ctx: Ctx, planIds: readonly string[]): Promise<ItemEvidenceRow[]> {
  const { rows } = await sql<ItemEvidenceRow>`select t.item_id as "itemId", e.id, e.kind, e.title, e.state, case when e.state = 'accepted' then ec.accepted end as "acceptedStep"
    from competencies.plan p
    join people.person_card hers on hers.network_id = p.network_id and hers.person_id = p.person_id
    join competencies.plan_item pi on pi.network_id = p.network_id and pi.plan_id = p.id
    join competencies.plan_item_evidence t on t.network_id = pi.network_id and t.item_id = pi.id
    join competencies.evidence e on e.network_id = t.network_id and e.id = t.evidence_id
    join people.person_card card on card.network_id = e.network_id and card.person_id = e.person_id and card.canonical_id = hers.canonical_id
    left join competencies.framework_version v on v.network_id = pi.network_id and v.id = pi.version_id
    left join competencies.evidence_competency ec on ec.network_id = e.network_id and ec.evidence_id = e.id and ec.competency_id = pi.competency_id and ec.scale_id = v.scale_id
    where p.network_id = ${ctx.networkId} and p.id = any(${[...planIds]}::uuid[]) and e.state <> 'withdrawn' order by t.added_at, e.id`.execute(ctx.db);
  return rows;
}

/** Which of these pieces are of the person, of records merged into hers too, and were not taken back. They stay so until the end of the transaction. */
export async function lockOwnPieces(tx: Ctx, personId: string, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select e.id from competencies.evidence e join people.person_card card on card.network_id = e.network_id and card.person_id = e.person_id
    where e.network_id = ${tx.networkId} and card.canonical_id = ${personId} and e.id = any(${[...ids]}::uuid[]) and e.state <> 'withdrawn' order by e.id for share of e`.execute(tx.db);
  return rows.map(({ id }) => id);
}

export async function insertItemEvidence(tx: Ctx, itemId: string, ids: readonly string[]): Promise<void> {
  await sql`insert into competencies.plan_item_evidence (network_id, item_id, evidence_id, added_at)
    select ${tx.networkId}::uuid, ${itemId}::uuid, id, ${tx.clock.now()}::timestamptz from unnest(${[...ids]}::uuid[]) as one(id) on conflict do nothing`.execute(tx.db);
}

/** What shows an item that is carried over goes on showing it. */
export async function copyItemEvidence(tx: Ctx, items: readonly { from: string; to: string }[]): Promise<void> {
  await sql`insert into competencies.plan_item_evidence (network_id, item_id, evidence_id, added_at)
    select t.network_id, one."to", t.evidence_id, t.added_at from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as one("from" uuid, "to" uuid)
    join competencies.plan_item_evidence t on t.network_id = ${tx.networkId} and t.item_id = one."from"`.execute(tx.db);
}

export async function deleteItemEvidence(tx: Ctx, itemId: string, ids: readonly string[]): Promise<void> {
  await sql`delete from competencies.plan_item_evidence where network_id = ${tx.networkId} and item_id = ${itemId} and evidence_id = any(${[...ids]}::uuid[])`.execute(tx.db);
}

/** A piece that is taken back shows nothing any more. */
export async function untieEverywhere(tx: Ctx, evidenceId: string): Promise<void> {
  await sql`delete from competencies.plan_item_evidence where network_id = ${tx.networkId} and evidence_id = ${evidenceId}`.execute(tx.db);
}
