import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import { holdsWords, likeness } from '#server/platform/text/holds-words.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { Reach } from './manage.queries.ts';
import type { EventState, RegistrationState } from './seminars.tables.ts';

/** Events that the actor prepares. */
function prepared(reach: Reach | null): RawBuilder<SqlBool> {
  if (reach === 'all') return sql<SqlBool>`true`;
  return reach === null ? sql<SqlBool>`false` : sql<SqlBool>`o.path && ${[...reach]}::uuid[]`;
}

export interface FoundEvent {
  id: string;
  title: LocalizedText;
  state: EventState;
  organisation: LocalizedText;
  firstStart: Date | null;
  timeZone: string;
  /** The talk or the contributor by which it was found; null: by its title. */
  talk: LocalizedText | null;
  contributor: string | null;
  likeness: number;
}

/** Public events, and drafts of the reach, whose title, talk or contributor has all words; without rehearsals, each once, the best first. */
export async function findEventsByWords(ctx: Ctx, reach: Reach | null, words: readonly string[], limit: number): Promise<FoundEvent[]> {
  const { rows } = await sql<FoundEvent>`
    with hit as (
      select e.id as event_id, null::jsonb as talk, null::text as contributor, 1 + ${likeness('e.search_key', words)} as likeness
      from seminars.event e where e.network_id = ${ctx.networkId} and ${holdsWords('e.search_key', words)}
      union all
      select t.event_id, t.title, null, ${likeness('t.search_key', words)}
      from seminars.talk t where t.network_id = ${ctx.networkId} and ${holdsWords('t.search_key', words)}
      union all
      select c.event_id, null, c.name, ${likeness('c.name_key', words)}
      from seminars.contributor c where c.network_id = ${ctx.networkId} and ${holdsWords('c.name_key', words)}
    ), best as (
      select distinct on (hit.event_id) * from hit order by hit.event_id, hit.likeness desc
    )
    select e.id, e.title, e.state, o.name as organisation, e.first_start as "firstStart", e.time_zone as "timeZone", best.talk, best.contributor, best.likeness
    from best
    join seminars.event e on e.network_id = ${ctx.networkId} and e.id = best.event_id
    join people.organisation_card o on o.network_id = e.network_id and o.organisation_id = e.organisation_id
    where e.rehearsal_of is null and (e.state <> 'draft' or ${prepared(reach)})
    order by best.likeness desc, e.first_start desc nulls last, e.id limit ${limit}`.execute(ctx.db);
  return rows;
}

export interface FoundRegistration {
  id: string;
  eventId: string;
  name: string;
  organisation: string;
  state: RegistrationState;
  eventTitle: LocalizedText;
  firstStart: Date | null;
  timeZone: string;
}

/** Participants of events of the reach and of those named, by name or organisation; by their whole address those of the reach only. Without drafts, rehearsals and erased ones. */
export async function findRegistrationsByWords(
  ctx: Ctx,
  reach: Reach | null,
  eventIds: readonly string[],
  asked: { words: readonly string[]; address: string | null },
  limit: number,
): Promise<FoundRegistration[]> {
  const { words, address } = asked;
  const found = address === null ? holdsWords('r.search_key', words) : sql<SqlBool>`lower(r.email) = ${address}`;
  const events = address === null ? sql`(${prepared(reach)} or e.id = any(${[...eventIds]}::uuid[]))` : prepared(reach);
  const { rows } = await sql<FoundRegistration>`
    select r.id, r.event_id as "eventId", r.name, r.organisation, r.state, e.title as "eventTitle", e.first_start as "firstStart", e.time_zone as "timeZone"
    from seminars.registration r
    join seminars.event e on e.network_id = r.network_id and e.id = r.event_id
    join people.organisation_card o on o.network_id = e.network_id and o.organisation_id = e.organisation_id
    where r.network_id = ${ctx.networkId} and ${found} and r.erased_at is null
      and e.rehearsal_of is null and e.state <> 'draft' and ${events}
    order by ${likeness('r.search_key', words)} desc, r.created_at desc, r.id limit ${limit}`.execute(ctx.db);
  return rows;
}
