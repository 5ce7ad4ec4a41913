import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { PageKey } from '#server/platform/paging.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { EvidenceKind, OwnEvidenceKind, ShownBy } from './evidence.queries.ts';

/** What a person says of a piece. */
export interface OwnValues {
  kind: OwnEvidenceKind;
  title: LocalizedText;
  text: string | null;
  url: string | null;
  credentialId: string | null;
  credentialNumber: string | null;
  minutes: number | null;
  happenedOn: string | null;
}

export async function insertEvidence(tx: Ctx, id: string, personId: string, row: OwnValues, shows: readonly ShownBy[]): Promise<void> {
  const now = tx.clock.now();
  await sql`insert into competencies.evidence (id, network_id, person_id, kind, title, text, url, credential_id, credential_number, minutes, happened_on, state, offered_at, changed_at)
    values (${id}, ${tx.networkId}, ${personId}, ${row.kind}, ${JSON.stringify(row.title)}::jsonb, ${row.text}, ${row.url}, ${row.credentialId}, ${row.credentialNumber}, ${row.minutes}, ${row.happenedOn}::date,
      'offered', ${now}, ${now})`.execute(tx.db);
  await insertShown(tx, id, shows);
}

async function insertShown(tx: Ctx, id: string, shows: readonly ShownBy[]): Promise<void> {
  await sql`insert into competencies.evidence_competency (network_id, evidence_id, competency_id, scale_id, version_id, claimed)
    select ${tx.networkId}::uuid, ${id}::uuid, "competencyId", "scaleId", "versionId", claimed
    from jsonb_to_recordset(${JSON.stringify(shows)}::jsonb) as one("competencyId" uuid, "scaleId" uuid, "versionId" uuid, claimed int)`.execute(tx.db);
}

/** Writes a piece anew and offers it again. */
export async function updateEvidence(tx: Ctx, id: string, row: OwnValues, shows: readonly ShownBy[]): Promise<void> {
  const now = tx.clock.now();
  await sql`update competencies.evidence set kind = ${row.kind}, title = ${JSON.stringify(row.title)}::jsonb, text = ${row.text}, url = ${row.url}, credential_id = ${row.credentialId},
      credential_number = ${row.credentialNumber}, minutes = ${row.minutes}, happened_on = ${row.happenedOn}::date, state = 'offered', offered_at = ${now}, changed_at = ${now},
      reviewer_id = null, reviewer_name = null, reviewed_at = null, review = null, revision = revision + 1
    where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
  await sql`delete from competencies.evidence_competency where network_id = ${tx.networkId} and evidence_id = ${id}`.execute(tx.db);
  await insertShown(tx, id, shows);
}

export async function updateReview(tx: Ctx, id: string, change: { state: 'accepted' | 'returned' | 'withdrawn'; words: string | null; by: { id: string | null; name: string | null } | null }): Promise<void> {
  const now = tx.clock.now();
  await sql`update competencies.evidence set state = ${change.state}, review = ${change.words}, reviewer_id = ${change.by?.id ?? null}, reviewer_name = ${change.by?.name ?? null},
      reviewed_at = case when ${change.state} <> 'withdrawn' then ${now}::timestamptz end, changed_at = ${now}, revision = revision + 1
    where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

export async function setAccepted(tx: Ctx, id: string, steps: readonly { competencyId: string; step: number }[]): Promise<void> {
  await sql`update competencies.evidence_competency c set accepted = one.step from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) as one("competencyId" uuid, step int)
    where c.network_id = ${tx.networkId} and c.evidence_id = ${id} and c.competency_id = one."competencyId"`.execute(tx.db);
}

/** Pieces a person gave herself and did not take back. */
export async function countOwn(ctx: Ctx, personId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from competencies.evidence where network_id = ${ctx.networkId} and person_id = ${personId} and source_id is null and state <> 'withdrawn'`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

export interface WaitingRow {
  id: string;
  sort_value: string;
  personId: string;
  familyName: string;
  givenName: string | null;
  organisationName: LocalizedText | null;
  kind: EvidenceKind;
  title: LocalizedText;
  offeredAt: Date;
  codes: string[];
}

/** Waiting pieces of people within the scope (all of the network, or these subtrees), without those of the account's own. */
const waiting = (ctx: Ctx, scope: 'network' | readonly string[], accountId: string | null) => sql`competencies.evidence e
  join people.person_card card on card.network_id = e.network_id and card.person_id = e.person_id
  where e.network_id = ${ctx.networkId} and e.state = 'offered' and (${scope === 'network'} or card.place && ${scope === 'network' ? [] : [...scope]}::uuid[])
    and (card.account_id is null or card.account_id is distinct from ${accountId}::uuid)`;

/** The longest waiting first, one more than the page when there are more. */
export async function listWaiting(ctx: Ctx, scope: 'network' | readonly string[], accountId: string | null, page: { limit: number; from: PageKey | null }): Promise<WaitingRow[]> {
  const { from, limit } = page;
  const isBack = from?.direction === 'before';
  const beyond = from === null ? sql`true` : isBack ? sql`(e.offered_at, e.id) < (${from.value}::timestamptz, ${from.id}::uuid)` : sql`(e.offered_at, e.id) > (${from.value}::timestamptz, ${from.id}::uuid)`;
  const direction = isBack ? sql`desc` : sql`asc`;
  const { rows } = await sql<WaitingRow>`select e.id, e.offered_at::text as sort_value, card.canonical_id as "personId", card.family_name as "familyName", card.given_name as "givenName",
      (select o.name from people.organisation_card o where o.network_id = card.network_id and o.organisation_id = card.organisation_id) as "organisationName", e.kind, e.title, e.offered_at as "offeredAt",
      (select coalesce(array_agg(i.code order by i.code), '{}') from competencies.evidence_competency c
        join competencies.item i on i.network_id = c.network_id and i.version_id = c.version_id and i.competency_id = c.competency_id where c.network_id = e.network_id and c.evidence_id = e.id) as codes
    from ${waiting(ctx, scope, accountId)} and ${beyond} order by e.offered_at ${direction}, e.id ${direction} limit ${limit + 1}`.execute(ctx.db);
  return rows;
}

export async function countWaiting(ctx: Ctx, scope: 'network' | readonly string[], accountId: string | null): Promise<{ count: number; first: Date | null }> {
  const { rows } = await sql<{ count: number; first: Date | null }>`select count(*)::int as count, min(e.offered_at) as first from ${waiting(ctx, scope, accountId)}`.execute(ctx.db);
  return rows[0] ?? { count: 0, first: null };
}
