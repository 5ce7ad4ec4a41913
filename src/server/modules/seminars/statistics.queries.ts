import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import './seminars.tables.ts';
import { ROOM_OWNER, ROOM_SUBJECT } from './session-rooms.ts';

/** By what the numbers are divided; `all` is the whole event. */
export type Dimension = 'all' | 'country' | 'organisation' | 'language' | 'kind';

export interface NumbersRow {
  dimension: Dimension;
  /** ISO code, name as most people typed it, language, `single` or `collective`; empty for `all` and for no organisation. */
  key: string;
  registered: number;
  present: number;
  viewed: number;
  /** Valid certificates of registrations. */
  certificates: number;
}

/** Registrations that stand, divided five ways in one statement. Nothing of it is personal. */
export async function countNumbers(ctx: Ctx, eventId: string): Promise<NumbersRow[]> {
  const { rows } = await sql<NumbersRow>`
    with fact as (
      select r.country, r.certificate_locale as language, case when r.collective_id is null then 'single' else 'collective' end as kind,
        coalesce(nullif(btrim(regexp_replace(r.organisation, '\\s+', ' ', 'g')), ''), btrim(co.organisation), '') as organisation,
        exists (
          select from rooms.presence_card p join seminars.session s on s.network_id = p.network_id and s.id = p.owner_id
          where p.network_id = r.network_id and p.owner_type = ${ROOM_OWNER} and p.subject_type = ${ROOM_SUBJECT} and p.subject_id = r.id
            and s.event_id = r.event_id and (p.minutes > 0 or p.codes > 0)
        ) as present,
        r.viewed_recording_at is not null as viewed,
        exists (
          select from credentials.issue_card i
          where i.network_id = r.network_id and i.source_type = 'seminars.registration' and i.source_id = r.id and i.revoked_at is null
        ) as certified
      from seminars.registration r
      left join seminars.collective co on co.network_id = r.network_id and co.id = r.collective_id
      where r.network_id = ${ctx.networkId} and r.event_id = ${eventId} and r.state = 'confirmed'
    ), divided as (
      select f.*, lower(f.organisation) as organisation_key from fact f
    )
    select case when grouping(country) = 0 then 'country' when grouping(organisation_key) = 0 then 'organisation'
        when grouping(language) = 0 then 'language' when grouping(kind) = 0 then 'kind' else 'all' end as dimension,
      case when grouping(country) = 0 then country when grouping(organisation_key) = 0 then mode() within group (order by organisation)
        when grouping(language) = 0 then language when grouping(kind) = 0 then kind else '' end as key,
      count(*)::int as registered,
      count(*) filter (where present)::int as present,
      count(*) filter (where viewed)::int as viewed,
      count(*) filter (where certified)::int as certificates
    from divided
    group by grouping sets ((), (country), (organisation_key), (language), (kind))`.execute(ctx.db);
  return rows;
}

export interface SpeakersRow {
  /** ISO code; empty: not known. */
  country: string;
  announced: number;
  /** Gave a talk whose time is over. */
  spoke: number;
  /** Valid certificates of speakers and moderators. */
  certificates: number;
}

export async function countSpeakers(ctx: Ctx, eventId: string, now: Date): Promise<SpeakersRow[]> {
  const { rows } = await sql<SpeakersRow>`
    select coalesce(c.country, '') as country,
      count(*) filter (where t.talks > 0)::int as announced,
      count(*) filter (where t.given > 0)::int as spoke,
      count(*) filter (where t.certified)::int as certificates
    from seminars.contributor c
    cross join lateral (
      select count(*) as talks, count(*) filter (where t.given and t.ends_at <= ${now}) as given,
        exists (
          select from credentials.issue_card i
          where i.network_id = c.network_id and i.source_type = 'seminars.contributor' and i.source_id = c.id and i.revoked_at is null
        ) as certified
      from seminars.talk_speaker ts join seminars.talk t on t.network_id = ts.network_id and t.id = ts.talk_id
      where ts.network_id = c.network_id and ts.contributor_id = c.id and t.kind <> 'break'
    ) t
    where c.network_id = ${ctx.networkId} and c.event_id = ${eventId}
    group by 1`.execute(ctx.db);
  return rows;
}

/** The third number: whoever opened a recording once; the first time is kept. */
export async function markRecordingViewed(ctx: Ctx, registrationId: string): Promise<void> {
  await ctx.db
    .$pickTables<'seminars.registration'>()
    .updateTable('seminars.registration')
    .set({ viewed_recording_at: ctx.clock.now() })
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', registrationId)
    .where('viewed_recording_at', 'is', null)
    .execute();
}
