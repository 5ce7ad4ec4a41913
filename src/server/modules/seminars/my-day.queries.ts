import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { EligibilityRule } from './eligibility.rule.ts';

/** Which events an account works for. */
export interface WorkReach {
  /** All of the network. */
  network: boolean;
  /** Organised by these or anything below them. */
  organisationIds: readonly string[];
  /** Where she moderates or speaks. */
  eventIds: readonly string[];
}

export interface WorkEvent {
  id: string;
  title: LocalizedText;
  timeZone: string;
  certificateRule: EligibilityRule;
  registrationClosesAt: Date | null;
  firstStart: Date | null;
  lastEnd: Date | null;
  organises: boolean;
  pendingPeople: number;
  pendingLists: number;
}

/** Published events with work in them, soonest first: those to come and those that ended after `since`. Rehearsals wait for nobody. */
export async function listWorkEvents(ctx: Ctx, reach: WorkReach, since: Date, limit: number): Promise<WorkEvent[]> {
  const { rows } = await sql<WorkEvent>`
    select e.id, e.title, e.time_zone as "timeZone", e.certificate_rule as "certificateRule", e.registration_closes_at as "registrationClosesAt",
      e.first_start as "firstStart", e.last_end as "lastEnd", w.organises,
      case when w.organises then (select count(*)::int from seminars.registration r
        where r.network_id = e.network_id and r.event_id = e.id and r.state = 'pending' and r.collective_id is null) else 0 end as "pendingPeople",
      case when w.organises then (select count(*)::int from seminars.collective c
        where c.network_id = e.network_id and c.event_id = e.id and c.state = 'pending') else 0 end as "pendingLists"
    from seminars.event e
    join people.organisation_card o on o.network_id = e.network_id and o.organisation_id = e.organisation_id
    cross join lateral (select ${reach.network} or o.path && ${[...reach.organisationIds]}::uuid[] as organises) w
    where e.network_id = ${ctx.networkId} and e.state = 'published' and e.rehearsal_of is null
      and (e.last_end is null or e.last_end > ${since})
      and (w.organises or e.id = any (${[...reach.eventIds]}::uuid[]))
    order by e.first_start nulls last, e.id limit ${limit}`.execute(ctx.db);
  return rows;
}

export interface WorkSession {
  id: string;
  eventId: string;
  title: LocalizedText;
  startsAt: Date;
  endsAt: Date;
}

/** Sittings of these events that touch a stretch of time. */
export async function listWorkSessions(ctx: Ctx, eventIds: readonly string[], from: Date, to: Date): Promise<WorkSession[]> {
  const { rows } = await sql<WorkSession>`
    select s.id, s.event_id as "eventId", case when s.title = '{}' then e.title else s.title end as title, s.starts_at as "startsAt", s.ends_at as "endsAt"
    from seminars.session s join seminars.event e on e.network_id = s.network_id and e.id = s.event_id
    where s.network_id = ${ctx.networkId} and s.event_id = any (${[...eventIds]}::uuid[]) and s.starts_at < ${to} and s.ends_at > ${from}
    order by s.starts_at, s.id`.execute(ctx.db);
  return rows;
}

export interface OwnPart {
  id: string;
  eventId: string;
  kind: 'talk' | 'section';
  title: LocalizedText;
  hall: string;
  startsAt: Date;
  endsAt: Date;
}

/** What the person of this address speaks about or leads in these events, from `now` on: she was entered with the address of her account. */
export async function listOwnParts(ctx: Ctx, eventIds: readonly string[], email: string, now: Date): Promise<OwnPart[]> {
  const { rows } = await sql<OwnPart>`
    with me as (
      select c.id, c.event_id from seminars.contributor c
      where c.network_id = ${ctx.networkId} and c.event_id = any (${[...eventIds]}::uuid[]) and lower(c.email) = lower(${email})
    )
    select t.id, t.event_id as "eventId", 'talk' as kind, t.title, coalesce(s.hall, '') as hall, t.starts_at as "startsAt", t.ends_at as "endsAt"
    from me join seminars.talk_speaker ts on ts.network_id = ${ctx.networkId} and ts.contributor_id = me.id
    join seminars.talk t on t.network_id = ts.network_id and t.id = ts.talk_id
    left join seminars.section s on s.network_id = t.network_id and s.id = t.section_id
    where t.kind <> 'break' and t.ends_at > ${now}
    union all
    select s.id, s.event_id, 'section', s.title, s.hall, x.starts_at, x.ends_at
    from me join seminars.section_moderator m on m.network_id = ${ctx.networkId} and m.contributor_id = me.id
    join seminars.section s on s.network_id = m.network_id and s.id = m.section_id
    cross join lateral (
      select min(t.starts_at) as starts_at, max(t.ends_at) as ends_at from seminars.talk t
      where t.network_id = s.network_id and t.section_id = s.id and t.ends_at > ${now}
    ) x
    where x.starts_at is not null
    order by "startsAt", id`.execute(ctx.db);
  return rows;
}
