import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { EligibilityRule } from './eligibility.rule.ts';
import { titleKey } from './search-key.ts';
import './seminars.tables.ts';
import type { EventForm, EventState, LetterTexts } from './seminars.tables.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'seminars.event' | 'seminars.seat_count' | 'people.organisation_card'>();

/** An event with its host organisation. */
export interface EventRow {
  id: string;
  form: EventForm;
  title: LocalizedText;
  summary: LocalizedText;
  description: LocalizedText;
  letter: LetterTexts;
  timeZone: string;
  languages: string[];
  countries: string[];
  capacity: number | null;
  /** Seats taken now. */
  taken: number;
  registrationOpensAt: Date | null;
  registrationClosesAt: Date | null;
  approvalRequired: boolean;
  /** For how many months its certificates are valid; null: for good. */
  certificateMonths: number | null;
  certificateRule: EligibilityRule;
  contactName: string | null;
  contactEmail: string | null;
  state: EventState;
  publishedAt: Date | null;
  cancelledAt: Date | null;
  cancelReason: LocalizedText | null;
  rehearsalOf: string | null;
  clockOffsetSeconds: number;
  icsSequence: number;
  firstStart: Date | null;
  lastEnd: Date | null;
  changedAt: Date;
  version: number;
  organisationId: string;
  organisationPath: string[];
  organisationName: LocalizedText;
  organisationCode: string;
  settlement: LocalizedText | null;
  /** The zone in which the organisation itself lives; an event may be held by another. */
  organisationZone: string;
  signatoryName: string | null;
  signatoryPost: LocalizedText | null;
}

/** One event of the network, with `lock` for the rest of the transaction. */
export async function findEventRow(ctx: Ctx, id: string, lock: boolean): Promise<EventRow | undefined> {
  let query = on(ctx)
    .selectFrom('seminars.event as e')
    .innerJoin('people.organisation_card as o', (join) =>
      join.onRef('o.organisation_id', '=', 'e.organisation_id').onRef('o.network_id', '=', 'e.network_id'),
    )
    .leftJoin('seminars.seat_count as c', (join) => join.onRef('c.event_id', '=', 'e.id').onRef('c.network_id', '=', 'e.network_id'))
    .select([
      'e.id',
      'e.form',
      'e.title',
      'e.summary',
      'e.description',
      'e.letter',
      'e.time_zone as timeZone',
      'e.languages',
      'e.countries',
      'e.capacity',
      'c.taken',
      'e.registration_opens_at as registrationOpensAt',
      'e.registration_closes_at as registrationClosesAt',
      'e.approval_required as approvalRequired',
      'e.certificate_months as certificateMonths',
      'e.certificate_rule as certificateRule',
      'e.contact_name as contactName',
      'e.contact_email as contactEmail',
      'e.state',
      'e.published_at as publishedAt',
      'e.cancelled_at as cancelledAt',
      'e.cancel_reason as cancelReason',
      'e.rehearsal_of as rehearsalOf',
      'e.clock_offset_seconds as clockOffsetSeconds',
      'e.ics_sequence as icsSequence',
      'e.first_start as firstStart',
      'e.last_end as lastEnd',
      'e.changed_at as changedAt',
      'e.version',
      'e.organisation_id as organisationId',
      'o.path as organisationPath',
      'o.name as organisationName',
      'o.code as organisationCode',
      'o.settlement',
      'o.time_zone as organisationZone',
      'o.signatory_name as signatoryName',
      'o.signatory_post as signatoryPost',
    ])
    .where('e.network_id', '=', ctx.networkId)
    .where('e.id', '=', id);
  if (lock) query = query.forUpdate('e');
  const row = await query.executeTakeFirst();
  return row && { ...row, taken: row.taken ?? 0, clockOffsetSeconds: Number(row.clockOffsetSeconds) };
}

/** What the form writes. */
export interface EventValues {
  form: EventForm;
  organisationId: string;
  title: LocalizedText;
  summary: LocalizedText;
  description: LocalizedText;
  letter: LetterTexts;
  timeZone: string;
  languages: string[];
  countries: string[];
  capacity: number | null;
  registrationOpensAt: Date | null;
  registrationClosesAt: Date | null;
  approvalRequired: boolean;
  /** For how many months its certificates are valid; null: for good. */
  certificateMonths: number | null;
  certificateRule: EligibilityRule;
  contactName: string | null;
  contactEmail: string | null;
}

const columnsOf = (values: EventValues) => ({
  form: values.form,
  organisation_id: values.organisationId,
  title: JSON.stringify(values.title),
  search_key: titleKey(values.title),
  summary: JSON.stringify(values.summary),
  description: JSON.stringify(values.description),
  letter: JSON.stringify(values.letter),
  time_zone: values.timeZone,
  languages: values.languages,
  countries: values.countries,
  capacity: values.capacity,
  registration_opens_at: values.registrationOpensAt,
  registration_closes_at: values.registrationClosesAt,
  approval_required: values.approvalRequired,
  certificate_months: values.certificateMonths,
  certificate_rule: JSON.stringify(values.certificateRule),
  contact_name: values.contactName,
  contact_email: values.contactEmail,
});

/** A new event with its row of seats. */
export async function insertEvent(ctx: Ctx, id: string, values: EventValues, createdBy: string | null): Promise<void> {
  await on(ctx)
    .insertInto('seminars.event')
    .values({ id, network_id: ctx.networkId, ...columnsOf(values), created_by: createdBy, created_at: ctx.clock.now(), changed_at: ctx.clock.now() })
    .execute();
  await on(ctx).insertInto('seminars.seat_count').values({ network_id: ctx.networkId, event_id: id }).execute();
}

/** False when the row was changed since `version` was read. */
export async function updateEvent(ctx: Ctx, id: string, version: number, values: EventValues, louder: boolean): Promise<boolean> {
  const result = await on(ctx)
    .updateTable('seminars.event')
    .set((eb) => ({
      ...columnsOf(values),
      changed_at: ctx.clock.now(),
      version: eb('version', '+', 1),
      ics_sequence: louder ? eb('ics_sequence', '+', 1) : eb.ref('ics_sequence'),
    }))
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Moves the event to another state; calendars hear of a cancellation. */
export async function updateEventState(
  ctx: Ctx,
  id: string,
  to: { state: EventState; publishedAt?: Date | null; cancelledAt?: Date; cancelReason?: LocalizedText; louder?: boolean },
): Promise<void> {
  await on(ctx)
    .updateTable('seminars.event')
    .set((eb) => ({
      state: to.state,
      ...(to.publishedAt === undefined ? {} : { published_at: to.publishedAt }),
      ...(to.cancelledAt === undefined ? {} : { cancelled_at: to.cancelledAt }),
      ...(to.cancelReason === undefined ? {} : { cancel_reason: JSON.stringify(to.cancelReason) }),
      ics_sequence: to.louder ? eb('ics_sequence', '+', 1) : eb.ref('ics_sequence'),
      changed_at: ctx.clock.now(),
      version: eb('version', '+', 1),
    }))
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .execute();
}

/** Seats taken, held for the rest of the transaction: nobody registers while the capacity is changed. */
export async function lockSeats(ctx: Ctx, eventId: string): Promise<number> {
  const row = await on(ctx)
    .selectFrom('seminars.seat_count')
    .select('taken')
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .forUpdate()
    .executeTakeFirst();
  return row?.taken ?? 0;
}

export async function deleteEvent(ctx: Ctx, id: string): Promise<void> {
  await on(ctx).deleteFrom('seminars.event').where('network_id', '=', ctx.networkId).where('id', '=', id).execute();
}

/**
 * Begin and end of the event follow from its sessions; `louder` when calendars have to hear of it. The version stays: who edits the texts
 * meanwhile loses nothing.
 */
export async function refreshEventTimes(ctx: Ctx, id: string, louder: boolean): Promise<void> {
  await sql`
    update seminars.event e set
      first_start = s.first_start, last_end = s.last_end,
      ics_sequence = ics_sequence + ${louder ? 1 : 0}, changed_at = ${ctx.clock.now()}
    from (select min(starts_at) as first_start, max(ends_at) as last_end from seminars.session
      where network_id = ${ctx.networkId} and event_id = ${id}) s
    where e.network_id = ${ctx.networkId} and e.id = ${id}`.execute(ctx.db);
}
