import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { ScaleStep } from './framework-content.ts';

export const EVIDENCE_KINDS = ['file', 'link', 'credential', 'hours', 'attendance', 'test', 'other'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];
/** What a person offers herself. */
export const OWN_EVIDENCE_KINDS = ['file', 'link', 'credential', 'hours', 'other'] as const satisfies readonly EvidenceKind[];
export type OwnEvidenceKind = (typeof OWN_EVIDENCE_KINDS)[number];
export type EvidenceState = 'offered' | 'accepted' | 'returned' | 'withdrawn';

/** A competency that a piece of evidence is about, by the version of the day. */
export interface ShownBy {
  competencyId: string;
  scaleId: string;
  versionId: string;
  claimed: number | null;
  accepted: number | null;
}

export interface WitnessedRow {
  personId: string;
  kind: EvidenceKind;
  title: LocalizedText;
  minutes: number | null;
  /** A day, `2026-05-18`. */
  happenedOn: string | null;
  shows: ShownBy[];
}

/**
 * What one source witnessed of people, accepted as it is; what it said before is brought up to date. A record that was merged counts as the one it
 * went into; of people who are not in the registry nothing is written.
 */
export async function upsertWitnessed(tx: Ctx, source: { type: string; id: string }, rows: readonly WitnessedRow[]): Promise<void> {
  const now = tx.clock.now();
  await sql`insert into competencies.evidence as e (network_id, person_id, kind, title, minutes, happened_on, source_type, source_id, state, offered_at, changed_at, reviewed_at)
    select distinct on (card.canonical_id) ${tx.networkId}::uuid, card.canonical_id, kind, title, minutes, "happenedOn", ${source.type}::text, ${source.id}::uuid, 'accepted', ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one("personId" uuid, kind text, title jsonb, minutes int, "happenedOn" date)
    join people.person_card card on card.network_id = ${tx.networkId} and card.person_id = one."personId"
    order by card.canonical_id, minutes desc nulls last
    on conflict (network_id, source_type, source_id, person_id) where source_id is not null do update
      set title = excluded.title, minutes = excluded.minutes, happened_on = excluded.happened_on, changed_at = excluded.changed_at
      where (e.title, e.minutes, e.happened_on) is distinct from (excluded.title, excluded.minutes, excluded.happened_on)`.execute(tx.db);
  await sql`delete from competencies.evidence_competency c using competencies.evidence e
    where e.network_id = ${tx.networkId} and e.source_type = ${source.type} and e.source_id = ${source.id} and c.network_id = e.network_id and c.evidence_id = e.id`.execute(tx.db);
  await sql`insert into competencies.evidence_competency (network_id, evidence_id, competency_id, scale_id, version_id, claimed, accepted)
    select e.network_id, e.id, s."competencyId", s."scaleId", s."versionId", s.claimed, s.accepted
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one("personId" uuid, shows jsonb)
    join people.person_card card on card.network_id = ${tx.networkId} and card.person_id = one."personId"
    join competencies.evidence e on e.network_id = card.network_id and e.source_type = ${source.type} and e.source_id = ${source.id} and e.person_id = card.canonical_id
    cross join lateral jsonb_to_recordset(one.shows) as s("competencyId" uuid, "scaleId" uuid, "versionId" uuid, claimed int, accepted int)
    on conflict do nothing`.execute(tx.db);
}

/** Takes back what a source witnessed of anybody else than these people. */
export async function deleteWitnessed(tx: Ctx, source: { type: string; id: string }, except: readonly string[]): Promise<void> {
  await sql`delete from competencies.evidence e where e.network_id = ${tx.networkId} and e.source_type = ${source.type} and e.source_id = ${source.id}
    and not exists (select from people.person_card card where card.network_id = e.network_id and card.person_id = any(${[...except]}::uuid[]) and card.canonical_id = e.person_id)`.execute(tx.db);
}

export interface EvidenceRow {
  id: string;
  personId: string;
  kind: EvidenceKind;
  title: LocalizedText;
  text: string | null;
  url: string | null;
  credentialId: string | null;
  credentialNumber: string | null;
  minutes: number | null;
  happenedOn: string | null;
  sourceType: string | null;
  sourceId: string | null;
  state: EvidenceState;
  offeredAt: Date;
  changedAt: Date;
  reviewerId: string | null;
  reviewerName: string | null;
  reviewedAt: Date | null;
  review: string | null;
  revision: number;
  file: { name: string; byteSize: number } | null;
  shows: (ShownBy & { code: string; title: LocalizedText; steps: ScaleStep[] })[];
}

const evidence = sql`e.id, card.canonical_id as "personId", e.kind, e.title, e.text, e.url, e.credential_id as "credentialId", e.credential_number as "credentialNumber", e.minutes,
  to_char(e.happened_on, 'YYYY-MM-DD') as "happenedOn", e.source_type as "sourceType", e.source_id as "sourceId", e.state, e.offered_at as "offeredAt", e.changed_at as "changedAt",
  e.reviewer_id as "reviewerId", e.reviewer_name as "reviewerName", e.reviewed_at as "reviewedAt", e.review, e.revision,
  (select jsonb_build_object('name', f.name, 'byteSize', f.byte_size) from platform.stored_file f
    where f.network_id = e.network_id and f.owner_type = 'competencies.evidence' and f.owner_id = e.id order by f.id desc limit 1) as file,
  (select coalesce(jsonb_agg(jsonb_build_object('competencyId', c.competency_id, 'scaleId', c.scale_id, 'versionId', c.version_id, 'claimed', c.claimed, 'accepted', c.accepted,
      'code', i.code, 'title', i.title, 'steps', s.steps) order by i.code), '[]') from competencies.evidence_competency c
    join competencies.item i on i.network_id = c.network_id and i.version_id = c.version_id and i.competency_id = c.competency_id
    join competencies.scale s on s.network_id = c.network_id and s.id = c.scale_id
    where c.network_id = e.network_id and c.evidence_id = e.id) as shows`;
const fromEvidence = sql`people.person_card card join competencies.evidence e on e.network_id = card.network_id and e.person_id = card.person_id`;

/** Evidence of a person, also what was given to records that were merged into hers; what she took back is left out. Newest first. */
export async function listEvidence(ctx: Ctx, personId: string, limit = 500): Promise<EvidenceRow[]> {
  const { rows } = await sql<EvidenceRow>`select ${evidence} from ${fromEvidence} where card.network_id = ${ctx.networkId} and card.canonical_id = ${personId} and e.state <> 'withdrawn'
    order by e.offered_at desc, e.id desc limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function findEvidence(ctx: Ctx, id: string): Promise<EvidenceRow | undefined> {
  const { rows } = await sql<EvidenceRow>`select ${evidence} from ${fromEvidence} where card.network_id = ${ctx.networkId} and e.id = ${id}`.execute(ctx.db);
  return rows[0];
}

export async function lockEvidence(tx: Ctx, id: string): Promise<void> {
  await sql`select from competencies.evidence where network_id = ${tx.networkId} and id = ${id} for update`.execute(tx.db);
}
