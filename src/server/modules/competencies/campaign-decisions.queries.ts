import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';

export interface DecisionRow {
  participantId: string;
  competencyId: string;
  step: number;
  comment: string | null;
  decidedAt: Date;
}

export async function listDecisions(ctx: Ctx, of: { participantId: string } | { campaignId: string }): Promise<DecisionRow[]> {
  const where = 'participantId' in of ? sql`p.id = ${of.participantId}` : sql`p.campaign_id = ${of.campaignId}`;
  const { rows } = await sql<DecisionRow>`select d.participant_id as "participantId", d.competency_id as "competencyId", d.step, d.comment, d.decided_at as "decidedAt" from competencies.campaign_decision d
    join competencies.campaign_participant p on p.network_id = d.network_id and p.id = d.participant_id where d.network_id = ${ctx.networkId} and ${where}`.execute(ctx.db);
  return rows;
}

export async function saveDecision(tx: Ctx, row: { participantId: string; competencyId: string; step: number; comment: string | null; decidedBy: string | null }): Promise<void> {
  await sql`insert into competencies.campaign_decision as d (network_id, participant_id, competency_id, step, comment, decided_by, decided_at)
    values (${tx.networkId}, ${row.participantId}, ${row.competencyId}, ${row.step}, ${row.comment}, ${row.decidedBy}, ${tx.clock.now()})
    on conflict (participant_id, competency_id) do update set step = excluded.step, comment = excluded.comment, decided_by = excluded.decided_by, decided_at = excluded.decided_at`.execute(tx.db);
}

export async function deleteDecision(tx: Ctx, participantId: string, competencyId: string): Promise<void> {
  await sql`delete from competencies.campaign_decision where network_id = ${tx.networkId} and participant_id = ${participantId} and competency_id = ${competencyId}`.execute(tx.db);
}

export interface MemberRow {
  id: string;
  /** Canonical; null for somebody who is not in the registry. */
  personId: string | null;
  name: string;
  wasThere: boolean;
}

export async function listMembers(ctx: Ctx, campaignId: string): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`select m.id, c.canonical_id as "personId", m.name, m.was_there as "wasThere" from competencies.campaign_member m
    left join people.person_card c on c.network_id = m.network_id and c.person_id = m.person_id where m.network_id = ${ctx.networkId} and m.campaign_id = ${campaignId} order by m.id`.execute(ctx.db);
  return rows;
}

export async function insertMember(tx: Ctx, row: { campaignId: string; personId: string | null; name: string }): Promise<void> {
  await sql`insert into competencies.campaign_member (network_id, campaign_id, person_id, name) values (${tx.networkId}, ${row.campaignId}, ${row.personId}, ${row.name}) on conflict (campaign_id, person_id) do nothing`.execute(tx.db);
}

export async function deleteMember(tx: Ctx, campaignId: string, id: string): Promise<void> {
  await sql`delete from competencies.campaign_member where network_id = ${tx.networkId} and campaign_id = ${campaignId} and id = ${id}`.execute(tx.db);
}

export async function setPresence(tx: Ctx, campaignId: string, id: string, wasThere: boolean): Promise<void> {
  await sql`update competencies.campaign_member set was_there = ${wasThere} where network_id = ${tx.networkId} and campaign_id = ${campaignId} and id = ${id}`.execute(tx.db);
}
