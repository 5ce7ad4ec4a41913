import { sql } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './seminars.tables.ts';
import type { Decision, RegistrationState } from './seminars.tables.ts';
import { ROOM_OWNER, ROOM_SUBJECT } from './session-rooms.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'seminars.certificate_decision' | 'seminars.issuing_run' | 'seminars.contributor'>();

/** Whom a row is about. */
export interface PersonIds {
  registrationId: string | null;
  contributorId: string | null;
}

/** What issuing looks at once more when it holds the person. */
export interface LockedPerson {
  state: RegistrationState;
  name: string;
  nameConfirmed: boolean;
  locale: Locale | null;
  email: string | null;
  /** The last decision about her. */
  decisionId: string | null;
}

/**
 * Holds the row of this person until the transaction ends: her registration, else her line among the contributors. Issuing, deciding
 * and changing a name wait for each other. Undefined when it is gone.
 */
export async function lockPersonRow(tx: Ctx, eventId: string, person: PersonIds): Promise<LockedPerson | undefined> {
  const decision = sql`(select d.id from seminars.certificate_decision d where d.network_id = ${tx.networkId} and d.event_id = ${eventId}
    and (d.registration_id = ${person.registrationId}::uuid or d.contributor_id = ${person.contributorId}::uuid) order by d.id desc limit 1) as "decisionId"`;
  const { rows } = person.registrationId
    ? await sql<LockedPerson>`select r.state, r.name, r.name_confirmed_at is not null as "nameConfirmed", r.certificate_locale as locale, r.email, ${decision}
        from seminars.registration r
        where r.network_id = ${tx.networkId} and r.event_id = ${eventId} and r.id = ${person.registrationId} for no key update of r`.execute(tx.db)
    : await sql<LockedPerson>`select 'confirmed' as state, coalesce(c.certificate_name, c.name) as name, c.certificate_name is not null as "nameConfirmed",
          c.certificate_locale as locale, c.email, ${decision}
        from seminars.contributor c
        where c.network_id = ${tx.networkId} and c.event_id = ${eventId} and c.id = ${person.contributorId} for no key update of c`.execute(tx.db);
  return rows[0];
}

export async function insertDecision(
  tx: Ctx,
  eventId: string,
  person: PersonIds,
  given: { decision: Decision; reason: string; by: string | null },
): Promise<void> {
  await on(tx)
    .insertInto('seminars.certificate_decision')
    .values({
      id: newId(),
      network_id: tx.networkId,
      event_id: eventId,
      registration_id: person.registrationId,
      contributor_id: person.registrationId ? null : person.contributorId,
      decision: given.decision,
      reason: given.reason,
      decided_by: given.by,
      decided_at: tx.clock.now(),
    })
    .execute();
}

/** Everything decided about a person, latest first. */
export async function listDecisions(ctx: Ctx, eventId: string, person: PersonIds) {
  return on(ctx)
    .selectFrom('seminars.certificate_decision')
    .select(['decision', 'reason', 'decided_by as decidedBy', 'decided_at as decidedAt'])
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where((eb) => eb.or([eb('registration_id', '=', person.registrationId), eb('contributor_id', '=', person.contributorId)]))
    .orderBy('id', 'desc')
    .execute();
}

export interface SeatRow {
  sessionId: string;
  title: LocalizedText;
  startsAt: Date;
  roomId: string | null;
  /** Where rooms shows the raw events behind the minutes; null without a seat. */
  attendeeId: string | null;
  minutes: number | null;
  ofMinutes: number;
  codes: number;
  collective: boolean;
  corrected: boolean;
  confirmedByContact: boolean;
}

/** The sessions of the event in their order, with the seat of this registration in each. */
export async function listSeatsOf(ctx: Ctx, eventId: string, registrationId: string): Promise<SeatRow[]> {
  const { rows } = await sql<SeatRow>`
    select s.id as "sessionId", s.title, s.starts_at as "startsAt", p.room_id as "roomId", p.attendee_id as "attendeeId", p.minutes,
      coalesce(p.of_minutes, 0) as "ofMinutes", coalesce(p.codes, 0) as codes, coalesce(p.collective, false) as collective,
      coalesce(p.corrected, false) as corrected, coalesce(p.confirmed_by_contact, false) as "confirmedByContact"
    from seminars.session s
    left join rooms.presence_card p on p.network_id = s.network_id and p.owner_type = ${ROOM_OWNER} and p.owner_id = s.id
      and p.subject_type = ${ROOM_SUBJECT} and p.subject_id = ${registrationId}
    where s.network_id = ${ctx.networkId} and s.event_id = ${eventId}
    order by s.starts_at, s.id`.execute(ctx.db);
  return rows;
}

export interface RunRow {
  id: string;
  eventId: string;
  jobId: string;
  unconfirmedToo: boolean;
  deliverInMinutes: number;
  /** A template by its id; `own`: our design; null: the organisation's choice for the kind. */
  template: string | null;
  startedBy: string | null;
  startedAt: Date;
}

const RUN = ['id', 'event_id as eventId', 'job_id as jobId', 'unconfirmed_too as unconfirmedToo', 'deliver_in_minutes as deliverInMinutes', 'template', 'started_by as startedBy', 'started_at as startedAt'] as const;

export async function insertRun(tx: Ctx, run: RunRow): Promise<void> {
  await on(tx)
    .insertInto('seminars.issuing_run')
    .values({
      id: run.id,
      network_id: tx.networkId,
      event_id: run.eventId,
      job_id: run.jobId,
      unconfirmed_too: run.unconfirmedToo,
      deliver_in_minutes: run.deliverInMinutes,
      template: run.template,
      started_by: run.startedBy,
      started_at: run.startedAt,
    })
    .execute();
}

export async function findRun(ctx: Ctx, eventId: string, runId: string): Promise<RunRow | undefined> {
  return on(ctx)
    .selectFrom('seminars.issuing_run')
    .select(RUN)
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('id', '=', runId)
    .executeTakeFirst();
}

/** The run that was started last. */
export async function findLastRun(ctx: Ctx, eventId: string): Promise<RunRow | undefined> {
  return on(ctx)
    .selectFrom('seminars.issuing_run')
    .select(RUN)
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** How a contributor without a registration stands on paper. False when she is not of this event. */
export async function updateContributorPaper(tx: Ctx, eventId: string, id: string, paper: { name: string; locale: Locale }): Promise<boolean> {
  const result = await on(tx)
    .updateTable('seminars.contributor')
    .set((eb) => ({ certificate_name: paper.name, certificate_locale: paper.locale, version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('event_id', '=', eventId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** The event that a registration or a reading room's list belongs to. */
export async function findEventOf(ctx: Ctx, of: { registrationId: string } | { collectiveId: string }): Promise<string | undefined> {
  const { rows } =
    'registrationId' in of
      ? await sql<{ id: string }>`select event_id as id from seminars.registration where network_id = ${ctx.networkId} and id = ${of.registrationId}`.execute(ctx.db)
      : await sql<{ id: string }>`select event_id as id from seminars.collective where network_id = ${ctx.networkId} and id = ${of.collectiveId}`.execute(ctx.db);
  return rows[0]?.id;
}
