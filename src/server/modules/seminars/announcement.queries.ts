import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import { isId } from '#server/platform/ids.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './seminars.tables.ts';
import type { EventForm, EventState } from './seminars.tables.ts';

const on = (ctx: Ctx) =>
  ctx.db.$pickTables<'seminars.event' | 'seminars.session' | 'seminars.registration' | 'seminars.seat_count' | 'people.organisation_card'>();

/** Also those cancelled and declined: their people were told about the event. */
export async function countRegistrationsOfAnyState(ctx: Ctx, eventId: string): Promise<number> {
  const row = await on(ctx)
    .selectFrom('seminars.registration')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .executeTakeFirstOrThrow();
  return row.count;
}

export interface PublicFilter {
  past: boolean;
  q?: string | undefined;
  country?: string | undefined;
  language?: string | undefined;
  form?: string | undefined;
  /** Key of the last row of the page before: `<start>_<id>`. */
  after?: string | undefined;
}

export interface PublicEventRow {
  id: string;
  form: EventForm;
  state: EventState;
  title: LocalizedText;
  summary: LocalizedText;
  timeZone: string;
  languages: string[];
  countries: string[];
  capacity: number | null;
  taken: number;
  firstStart: Date | null;
  lastEnd: Date | null;
  organisationName: LocalizedText;
}

/** Text typed by people, for ILIKE: its own signs mean themselves. */
const like = (text: string) => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

/** Events everybody may see, without rehearsals, one more than a page when there is a next one. */
export async function listPublicEvents(ctx: Ctx, filter: PublicFilter, now: Date, limit: number): Promise<PublicEventRow[]> {
  let query = on(ctx)
    .selectFrom('seminars.event as e')
    .innerJoin('people.organisation_card as o', (join) =>
      join.onRef('o.organisation_id', '=', 'e.organisation_id').onRef('o.network_id', '=', 'e.network_id'),
    )
    .leftJoin('seminars.seat_count as c', (join) => join.onRef('c.event_id', '=', 'e.id').onRef('c.network_id', '=', 'e.network_id'))
    .select([
      'e.id',
      'e.form',
      'e.state',
      'e.title',
      'e.summary',
      'e.time_zone as timeZone',
      'e.languages',
      'e.countries',
      'e.capacity',
      sql<number>`coalesce(c.taken, 0)`.as('taken'),
      'e.first_start as firstStart',
      'e.last_end as lastEnd',
      'o.name as organisationName',
    ])
    .where('e.network_id', '=', ctx.networkId)
    .where('e.rehearsal_of', 'is', null)
    .where('e.state', 'in', ['published', 'cancelled', 'completed']);
  query = filter.past
    ? query.where('e.last_end', '<', now)
    : query.where((eb) => eb.or([eb('e.last_end', '>=', now), eb('e.last_end', 'is', null)]));
  if (filter.q) {
    const found = like(filter.q);
    query = query.where(
      // The parentheses keep the "or" from reaching over network and state.
      sql<boolean>`(exists (select from jsonb_each(e.title) t where t.value->>'text' ilike ${found})
        or exists (select from jsonb_each(e.summary) s where s.value->>'text' ilike ${found}))`,
    );
  }
  if (filter.country) query = query.where(sql<boolean>`${filter.country} = any(e.countries)`);
  if (filter.language) query = query.where(sql<boolean>`${filter.language} = any(e.languages)`);
  if (filter.form) query = query.where('e.form', '=', filter.form as EventForm);
  const key = keyOf(filter.after);
  if (key) {
    query = query.where(
      filter.past
        ? sql<boolean>`(e.first_start, e.id) < (${key.start}, ${key.id}::uuid)`
        : sql<boolean>`(coalesce(e.first_start, 'infinity'), e.id) > (${key.start ?? 'infinity'}::timestamptz, ${key.id}::uuid)`,
    );
  }
  return query
    .orderBy(sql`coalesce(e.first_start, 'infinity')`, filter.past ? 'desc' : 'asc')
    .orderBy('e.id', filter.past ? 'desc' : 'asc')
    .limit(limit)
    .execute();
}

/** A key that was not made by us is no key. */
function keyOf(after: string | undefined): { start: Date | null; id: string } | null {
  const [start = '', id = ''] = (after ?? '').split('_');
  if (!isId(id)) return null;
  const at = new Date(start);
  return { start: start === '' || Number.isNaN(at.getTime()) ? null : at, id };
}

export interface FeedRow {
  eventId: string;
  sessionId: string;
  title: LocalizedText;
  sessionTitle: LocalizedText;
  summary: LocalizedText;
  organisationName: LocalizedText;
  cancelled: boolean;
  sequence: number;
  changedAt: Date;
  startsAt: Date;
  endsAt: Date;
}

/** Sittings of everything public that ends after `since`, for the calendar of the network. */
export async function listFeedRows(ctx: Ctx, since: Date, limit: number): Promise<FeedRow[]> {
  return on(ctx)
    .selectFrom('seminars.event as e')
    .innerJoin('seminars.session as s', (join) => join.onRef('s.event_id', '=', 'e.id').onRef('s.network_id', '=', 'e.network_id'))
    .innerJoin('people.organisation_card as o', (join) =>
      join.onRef('o.organisation_id', '=', 'e.organisation_id').onRef('o.network_id', '=', 'e.network_id'),
    )
    .select([
      'e.id as eventId',
      's.id as sessionId',
      'e.title',
      's.title as sessionTitle',
      'e.summary',
      'o.name as organisationName',
      sql<boolean>`e.state = 'cancelled'`.as('cancelled'),
      'e.ics_sequence as sequence',
      'e.changed_at as changedAt',
      's.starts_at as startsAt',
      's.ends_at as endsAt',
    ])
    .where('e.network_id', '=', ctx.networkId)
    .where('e.rehearsal_of', 'is', null)
    .where('e.state', 'in', ['published', 'cancelled', 'completed'])
    .where('s.ends_at', '>=', since)
    .orderBy('s.starts_at')
    .orderBy('s.id')
    .limit(limit)
    .execute();
}
