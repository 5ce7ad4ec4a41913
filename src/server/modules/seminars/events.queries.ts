import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { EligibilityRule } from './eligibility.rule.ts';
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
  version: number;
  organisationId: string;
  organisationPath: string[];
  organisationName: LocalizedText;
  organisationCode: string;
  settlement: LocalizedText | null;
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
      'e.version',
      'e.organisation_id as organisationId',
      'o.path as organisationPath',
      'o.name as organisationName',
      'o.code as organisationCode',
      'o.settlement',
      'o.signatory_name as signatoryName',
      'o.signatory_post as signatoryPost',
    ])
    .where('e.network_id', '=', ctx.networkId)
    .where('e.id', '=', id);
  if (lock) query = query.forUpdate('e');
  const row = await query.executeTakeFirst();
  return row && { ...row, taken: row.taken ?? 0, clockOffsetSeconds: Number(row.clockOffsetSeconds) };
}
