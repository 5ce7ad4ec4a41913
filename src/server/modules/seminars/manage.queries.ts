import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './seminars.tables.ts';
import type { EventForm, EventState } from './seminars.tables.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'seminars.event' | 'seminars.seat_count' | 'people.organisation_card'>();

/** Which events the actor prepares: all of the network, or those of organisations below the ones named. */
export type Reach = 'all' | readonly string[];

export interface ManageFilter {
  q?: string | undefined;
  state?: EventState | undefined;
  sort: 'start' | 'title' | 'taken';
  descending: boolean;
}

export interface ManagedRow {
  id: string;
  title: LocalizedText;
  form: EventForm;
  state: EventState;
  timeZone: string;
  firstStart: Date | null;
  lastEnd: Date | null;
  capacity: number | null;
  taken: number;
  organisationName: LocalizedText;
  /** Value of the sorted column, for the key of the next page. */
  sortValue: string;
}

/** Events without rehearsals, filtered and sorted, one more than a page when there is a next one. */
export async function listManagedEvents(ctx: Ctx, reach: Reach, filter: ManageFilter, key: { value: string; id: string } | null, limit: number): Promise<ManagedRow[]> {
  const title = sql<string>`lower(coalesce(e.title->${ctx.locale}->>'text', (select min(x.value->>'text') from jsonb_each(e.title) x)))`;
  const taken = sql<string>`lpad(coalesce(c.taken, 0)::text, 8, '0')`;
  const start = sql<string>`to_char(coalesce(e.first_start, 'infinity') at time zone 'UTC', 'YYYYMMDDHH24MISS')`;
  const value = filter.sort === 'title' ? title : filter.sort === 'taken' ? taken : start;
  let query = on(ctx)
    .selectFrom('seminars.event as e')
    .innerJoin('people.organisation_card as o', (join) =>
      join.onRef('o.organisation_id', '=', 'e.organisation_id').onRef('o.network_id', '=', 'e.network_id'),
    )
    .leftJoin('seminars.seat_count as c', (join) => join.onRef('c.event_id', '=', 'e.id').onRef('c.network_id', '=', 'e.network_id'))
    .select([
      'e.id',
      'e.title',
      'e.form',
      'e.state',
      'e.time_zone as timeZone',
      'e.first_start as firstStart',
      'e.last_end as lastEnd',
      'e.capacity',
      sql<number>`coalesce(c.taken, 0)`.as('taken'),
      'o.name as organisationName',
      value.as('sortValue'),
    ])
    .where('e.network_id', '=', ctx.networkId)
    .where('e.rehearsal_of', 'is', null);
  if (reach !== 'all') query = query.where(sql<SqlBool>`o.path && ${[...reach]}::uuid[]`);
  if (filter.state) query = query.where('e.state', '=', filter.state);
  if (filter.q) {
    const found = `%${filter.q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    query = query.where(sql<SqlBool>`exists (select from jsonb_each(e.title) t where t.value->>'text' ilike ${found})`);
  }
  if (key) {
    query = query.where(
      filter.descending ? sql<SqlBool>`(${value}, e.id) < (${key.value}, ${key.id}::uuid)` : sql<SqlBool>`(${value}, e.id) > (${key.value}, ${key.id}::uuid)`,
    );
  }
  const order = filter.descending ? 'desc' : 'asc';
  return query.orderBy(value, order).orderBy('e.id', order).limit(limit).execute();
}

export interface RehearsalRow {
  id: string;
  createdAt: Date;
}

/** Practice copies of an event, the newest first. */
export async function listRehearsals(ctx: Ctx, eventId: string): Promise<RehearsalRow[]> {
  return on(ctx)
    .selectFrom('seminars.event')
    .select(['id', 'created_at as createdAt'])
    .where('network_id', '=', ctx.networkId)
    .where('rehearsal_of', '=', eventId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
}
