import { sql } from 'kysely';
import type { Taught } from '#server/modules/competencies/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { ROOM_OWNER, ROOM_SUBJECT } from './session-rooms.ts';

/** What an event teaches, and how long its sittings last in all. */
export async function listTaught(ctx: Ctx, eventId: string): Promise<Taught[]> {
  const { rows } = await sql<Taught>`select competency_id as "competencyId", scale_id as "scaleId", from_step as "fromStep", to_step as "toStep" from seminars.event_competency
    where network_id = ${ctx.networkId} and event_id = ${eventId} order by competency_id`.execute(ctx.db);
  return rows;
}

export async function upsertTaught(tx: Ctx, eventId: string, one: Taught): Promise<void> {
  await sql`insert into seminars.event_competency (network_id, event_id, competency_id, scale_id, from_step, to_step)
    values (${tx.networkId}, ${eventId}, ${one.competencyId}, ${one.scaleId}, ${one.fromStep}, ${one.toStep})
    on conflict (event_id, competency_id) do update set scale_id = excluded.scale_id, from_step = excluded.from_step, to_step = excluded.to_step`.execute(tx.db);
}

/** False when it was not named. */
export async function deleteTaught(tx: Ctx, eventId: string, competencyId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from seminars.event_competency where network_id = ${tx.networkId} and event_id = ${eventId} and competency_id = ${competencyId}`.execute(tx.db);
  return numAffectedRows === 1n;
}

/** Minutes of all sittings, and whether one may take part from afar. */
export async function findOfferFacts(ctx: Ctx, eventId: string): Promise<{ isOnline: boolean; minutes: number }> {
  const { rows } = await sql<{ isOnline: boolean; minutes: number }>`select e.is_online as "isOnline", coalesce((select sum(extract(epoch from s.ends_at - s.starts_at) / 60)::int from seminars.session s
      where s.network_id = e.network_id and s.event_id = e.id), 0) as minutes from seminars.event e where e.network_id = ${ctx.networkId} and e.id = ${eventId}`.execute(ctx.db);
  return rows[0] ?? { isOnline: true, minutes: 0 };
}

export async function setOnline(tx: Ctx, eventId: string, isOnline: boolean): Promise<void> {
  await sql`update seminars.event set is_online = ${isOnline} where network_id = ${tx.networkId} and id = ${eventId}`.execute(tx.db);
}

/** People of the registry who were present at an event, with their minutes of all sittings; a list that its contact person has not confirmed counts nobody. */
export async function listPresentPeople(ctx: Ctx, eventId: string): Promise<{ personId: string; minutes: number }[]> {
  const { rows } = await sql<{ personId: string; minutes: number }>`select r.person_id as "personId", sum(p.minutes)::int as minutes
    from seminars.registration r
    join seminars.session s on s.network_id = r.network_id and s.event_id = r.event_id
    join rooms.presence_card p on p.network_id = r.network_id and p.owner_type = ${ROOM_OWNER} and p.owner_id = s.id and p.subject_type = ${ROOM_SUBJECT} and p.subject_id = r.id
    where r.network_id = ${ctx.networkId} and r.event_id = ${eventId} and r.person_id is not null and r.state = 'confirmed' and (not p.collective or p.confirmed_by_contact or p.corrected)
    group by r.person_id having sum(p.minutes) > 0 order by r.person_id`.execute(ctx.db);
  return rows;
}
