import type { Ctx } from '#server/platform/context.ts';
import { CompiledQuery } from 'kysely';
import type { ContributorRow } from './contributors.queries.ts';
import type { EventRow } from './events.queries.ts';
import type { SectionRow, SessionRow, TalkRow } from './programme.queries.ts';
import './seminars.tables.ts';

/** What the public reads of a programme: no addresses, no versions. */
export interface PublicProgramme {
  sessions: Pick<SessionRow, 'id' | 'title' | 'startsAt' | 'endsAt'>[];
  sections: Pick<SectionRow, 'id' | 'title' | 'hall' | 'moderatorIds'>[];
  talks: Omit<TalkRow, 'version' | 'given' | 'startsWall' | 'endsWall'>[];
  contributors: Pick<ContributorRow, 'id' | 'name' | 'country' | 'organisation' | 'post'>[];
}

export interface EventWithProgramme {
  event: EventRow;
  programme: PublicProgramme;
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint`;
const list = (fields: string, from: string, order: string) =>
  `(select coalesce(json_agg(json_build_object(${fields}) order by ${order}), '[]') from ${from})`;

/**
 * An event with its whole programme in one statement that is planned once a connection. The programme page is what everybody opens at once
 * on the day of the announcement; four statements more would double what it costs.
 */
const TEXT = `
  select e.id, e.form, e.title, e.summary, e.description, e.letter, e.time_zone as "timeZone", e.languages, e.countries, e.capacity,
    coalesce(c.taken, 0) as taken, e.registration_opens_at as "registrationOpensAt", e.registration_closes_at as "registrationClosesAt",
    e.approval_required as "approvalRequired", e.certificate_rule as "certificateRule", e.contact_name as "contactName",
    e.contact_email as "contactEmail", e.state, e.published_at as "publishedAt", e.cancelled_at as "cancelledAt",
    e.cancel_reason as "cancelReason", e.rehearsal_of as "rehearsalOf", e.clock_offset_seconds::float8 as "clockOffsetSeconds",
    e.ics_sequence as "icsSequence", e.first_start as "firstStart", e.last_end as "lastEnd", e.changed_at as "changedAt", e.version,
    e.organisation_id as "organisationId", o.path as "organisationPath", o.name as "organisationName", o.code as "organisationCode",
    o.settlement, o.time_zone as "organisationZone", o.signatory_name as "signatoryName", o.signatory_post as "signatoryPost",
    ${list(
      `'id', s.id, 'title', s.title, 'startsAt', ${ms('s.starts_at')}, 'endsAt', ${ms('s.ends_at')}`,
      'seminars.session s where s.network_id = e.network_id and s.event_id = e.id',
      's.starts_at, s.id',
    )} as sessions,
    ${list(
      `'id', s.id, 'title', s.title, 'hall', s.hall, 'moderatorIds',
       array(select m.contributor_id from seminars.section_moderator m where m.network_id = s.network_id and m.section_id = s.id order by m.position)`,
      'seminars.section s where s.network_id = e.network_id and s.event_id = e.id',
      's.position, s.id',
    )} as sections,
    ${list(
      `'id', t.id, 'sessionId', t.session_id, 'sectionId', t.section_id, 'kind', t.kind, 'title', t.title, 'abstract', t.abstract, 'language', t.language,
       'interpretation', t.interpretation, 'country', t.country, 'startsAt', ${ms('t.starts_at')},
       'endsAt', ${ms('t.ends_at')}, 'speakerIds', coalesce(p.ids, '{}')`,
      `seminars.talk t left join (
         select k.talk_id, array_agg(k.contributor_id order by k.position) as ids from seminars.talk_speaker k
         join seminars.talk kt on kt.id = k.talk_id and kt.network_id = k.network_id
         where k.network_id = $1 and kt.event_id = $2 group by k.talk_id
       ) p on p.talk_id = t.id where t.network_id = e.network_id and t.event_id = e.id`,
      't.starts_at, t.ends_at, t.id',
    )} as talks,
    ${list(
      `'id', p.id, 'name', p.name, 'country', p.country, 'organisation', p.organisation, 'post', p.post`,
      'seminars.contributor p where p.network_id = e.network_id and p.event_id = e.id',
      'p.id',
    )} as contributors
  from seminars.event e
  join people.organisation_card o on o.organisation_id = e.organisation_id and o.network_id = e.network_id
  left join seminars.seat_count c on c.event_id = e.id and c.network_id = e.network_id
  where e.network_id = $1 and e.id = $2`;

type Timed<R> = Omit<R, 'startsAt' | 'endsAt'> & { startsAt: number; endsAt: number };
type Row = EventRow &
  Pick<PublicProgramme, 'sections' | 'contributors'> & {
    sessions: Timed<PublicProgramme['sessions'][number]>[];
    talks: Timed<PublicProgramme['talks'][number]>[];
  };

/** The event with its programme, whatever its state: the caller asks for the right to see it. */
export async function findEventWithProgramme(ctx: Ctx, id: string): Promise<EventWithProgramme | undefined> {
  const values = [ctx.networkId, id];
  const { rows } = ctx.inTx
    ? await ctx.db.executeQuery(CompiledQuery.raw(TEXT, values))
    : await ctx.platform.pool.query<Row>({ name: 'seminars_event_with_programme', text: TEXT, values });
  const row = rows[0] as Row | undefined;
  if (!row) return undefined;
  const { sessions, sections, talks, contributors, ...event } = row;
  const timed = <R extends { startsAt: number; endsAt: number }>(list: R[]) =>
    list.map((line) => ({ ...line, startsAt: new Date(line.startsAt), endsAt: new Date(line.endsAt) }));
  return { event, programme: { sessions: timed(sessions), sections, talks: timed(talks), contributors } };
}
