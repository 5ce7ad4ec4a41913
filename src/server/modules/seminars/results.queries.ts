import { sql, type RawBuilder } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { EligibilityRule } from './eligibility.rule.ts';
import type { ResultCursor, ResultFigure, ResultFilter } from './results-filter.ts';
import type { Decision, RegistrationRole, RegistrationState } from './seminars.tables.ts';
import { ROOM_OWNER, ROOM_SUBJECT } from './session-rooms.ts';

/** What the results of an event are counted by. */
export interface ResultScope {
  eventId: string;
  rule: EligibilityRule;
  /** By the event's own clock: talks and sections count once they are over. */
  now: Date;
}

/** One human of an event: a registration, a speaker or moderator, or both when the names agree. */
export interface PersonRow {
  /** The registration's, else the contributor's. */
  id: string;
  registrationId: string | null;
  contributorId: string | null;
  collectiveId: string | null;
  collectiveName: string | null;
  /** As it is printed. */
  name: string;
  nameConfirmed: boolean;
  /** Of the certificate; null: nobody chose. */
  locale: Locale | null;
  email: string | null;
  country: string | null;
  organisation: string;
  position: string;
  state: RegistrationState;
  role: RegistrationRole;
  /** Whole minutes of all sessions; null: not counted (nothing has taken place, or the contact person has not confirmed). */
  minutes: number | null;
  /** Whole minutes that all sessions lasted so far. */
  ofMinutes: number;
  codes: number;
  corrected: boolean;
  /** Given talks and led sections, titles in the order of the programme. */
  talks: LocalizedText[];
  sections: LocalizedText[];
  ownKind: 'speaker' | 'moderator' | 'organiser' | null;
  decisionId: string | null;
  decision: Decision | null;
  decisionReason: string | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  eligible: boolean;
  issueId: string | null;
  number: string | null;
  issuedAt: Date | null;
  revokedAt: Date | null;
  /** What the list is sorted by, as text. */
  sortValue: string;
}

/** The rule as a condition on `p`; what it says is what the pure rule says (a test compares them person by person). */
function metBy(rule: EligibilityRule): RawBuilder<boolean> {
  switch (rule.kind) {
    case 'minutes_percent':
      return sql`coalesce(p.of_minutes > 0 and p.minutes * 100 >= ${rule.atLeast}::int * p.of_minutes, false)`;
    case 'minutes':
      return sql`coalesce(p.minutes >= ${rule.atLeast}::int, false)`;
    case 'codes':
      return sql`p.codes >= ${rule.atLeast}::int`;
    case 'all_of':
    case 'any_of':
      if (rule.rules.length > 0) return sql`(${sql.join(rule.rules.map(metBy), rule.kind === 'all_of' ? sql` and ` : sql` or `)})`;
  }
  return sql`false`;
}

/**
 * Everybody of an event with minutes, decisions and certificates, each once, as the relation `judged`. Set by set: the number of
 * statements does not depend on the number of people.
 */
function judged(ctx: Ctx, scope: ResultScope): RawBuilder<unknown> {
  const network = ctx.networkId;
  const { eventId, now, rule } = scope;
  return sql`
    with spoken as (
      select ts.contributor_id, jsonb_agg(t.title order by t.starts_at, t.id) as talks
      from seminars.talk t join seminars.talk_speaker ts on ts.network_id = t.network_id and ts.talk_id = t.id
      where t.network_id = ${network} and t.event_id = ${eventId} and t.given and t.kind <> 'break' and t.ends_at <= ${now}
      group by ts.contributor_id
    ), led as (
      select m.contributor_id, jsonb_agg(s.title order by s.position, s.id) as sections
      from seminars.section s
      join seminars.event e on e.network_id = s.network_id and e.id = s.event_id
      join seminars.section_moderator m on m.network_id = s.network_id and m.section_id = s.id
      where s.network_id = ${network} and s.event_id = ${eventId}
        and coalesce((select min(t.ends_at) from seminars.talk t where t.network_id = s.network_id and t.section_id = s.id), e.last_end) <= ${now}
      group by m.contributor_id
    ), same as (
      select distinct on (c.id) c.id as contributor_id, r.id as registration_id
      from seminars.contributor c
      join seminars.registration r on r.network_id = c.network_id and r.event_id = c.event_id and r.name_key = c.name_key
      where c.network_id = ${network} and c.event_id = ${eventId} and r.state = 'confirmed' and r.collective_id is null
        and (r.role in ('speaker', 'moderator') or lower(r.email) = lower(c.email))
      order by c.id, r.id
    ), staff as (
      select c.id, c.name, c.country, c.organisation, c.post, c.email, c.certificate_locale, c.certificate_name, same.registration_id,
        coalesce(spoken.talks, '[]') as talks, coalesce(led.sections, '[]') as sections
      from seminars.contributor c
      left join spoken on spoken.contributor_id = c.id
      left join led on led.contributor_id = c.id
      left join same on same.contributor_id = c.id
      where c.network_id = ${network} and c.event_id = ${eventId}
    ), seat as (
      select p.subject_id, sum(p.minutes)::int as minutes, sum(p.codes)::int as codes, bool_or(p.corrected) as corrected,
        bool_or(p.minutes > 0 or p.codes > 0) as present,
        bool_or(not p.collective or p.confirmed_by_contact or p.corrected) as counted
      from rooms.presence_card p
      join seminars.session s on s.network_id = p.network_id and s.id = p.owner_id
      where p.network_id = ${network} and p.owner_type = ${ROOM_OWNER} and p.subject_type = ${ROOM_SUBJECT} and s.event_id = ${eventId}
      group by p.subject_id
    ), length as (
      select coalesce(sum(l.minutes), 0)::int as minutes
      from (
        select max(p.of_minutes) as minutes from rooms.presence_card p
        join seminars.session s on s.network_id = p.network_id and s.id = p.owner_id
        where p.network_id = ${network} and p.owner_type = ${ROOM_OWNER} and s.event_id = ${eventId}
        group by p.owner_id
      ) l
    ), person as (
      select r.id, r.id as registration_id, staff.id as contributor_id, r.collective_id, co.organisation as collective_name, r.name,
        r.name_confirmed_at is not null as name_confirmed, r.certificate_locale as locale, r.email, r.country,
        coalesce(nullif(r.organisation, ''), co.organisation, '') as organisation, r.position, r.state, r.role, length.minutes as of_minutes,
        case when length.minutes > 0 and coalesce(seat.counted, true) then coalesce(seat.minutes, 0) end as minutes,
        coalesce(seat.codes, 0) as codes, coalesce(seat.corrected, false) as corrected,
        coalesce(seat.present, false) as present, r.viewed_recording_at is not null as viewed,
        coalesce(staff.talks, '[]') as talks, coalesce(staff.sections, '[]') as sections
      from seminars.registration r
      cross join length
      left join staff on staff.registration_id = r.id
      left join seat on seat.subject_id = r.id
      left join seminars.collective co on co.network_id = r.network_id and co.id = r.collective_id
      where r.network_id = ${network} and r.event_id = ${eventId}
      union all
      select staff.id, null, staff.id, null, null, coalesce(staff.certificate_name, staff.name),
        staff.certificate_name is not null, staff.certificate_locale, staff.email, staff.country, staff.organisation, staff.post,
        'confirmed', case when staff.talks = '[]' and staff.sections <> '[]' then 'moderator' else 'speaker' end, length.minutes,
        null, 0, false, false, false, staff.talks, staff.sections
      from staff cross join length
      where staff.registration_id is null
    ), word as (
      select distinct on (w.person_id) w.* from (
        select p.id as person_id, d.id, d.decision, d.reason, d.decided_by, d.decided_at
        from seminars.certificate_decision d join person p on p.registration_id = d.registration_id
        where d.network_id = ${network} and d.event_id = ${eventId}
        union all
        select p.id, d.id, d.decision, d.reason, d.decided_by, d.decided_at
        from seminars.certificate_decision d join person p on p.contributor_id = d.contributor_id
        where d.network_id = ${network} and d.event_id = ${eventId}
      ) w
      order by w.person_id, w.id desc
    ), paper as (
      select distinct on (i.person_id) i.* from (
        select p.id as person_id, c.issue_id, c.number, c.issued_at, c.revoked_at, true as of_registration
        from person p join credentials.issue_card c on c.network_id = ${network} and c.source_type = 'seminars.registration' and c.source_id = p.registration_id
        union all
        select p.id, c.issue_id, c.number, c.issued_at, c.revoked_at, false
        from person p join credentials.issue_card c on c.network_id = ${network} and c.source_type = 'seminars.contributor' and c.source_id = p.contributor_id
      ) i
      order by i.person_id, i.revoked_at desc nulls first, i.issued_at desc
    ), known as (
      select p.*, word.id as decision_id, word.decision, word.reason, word.decided_by, word.decided_at,
        paper.issue_id, paper.number, paper.issued_at, paper.revoked_at, paper.of_registration,
        case when p.talks <> '[]' then 'speaker' when p.sections <> '[]' then 'moderator'
          when p.role = 'organiser' then 'organiser' end as own_kind
      from person p left join word on word.person_id = p.id left join paper on paper.person_id = p.id
      where (p.name <> '' and (p.state not in ('cancelled', 'declined') or p.minutes > 0 or p.codes > 0 or word.id is not null)) or paper.issue_id is not null
    ), judged as (
      select p.*, p.state = 'confirmed' and p.name <> '' and p.decision is distinct from 'refuse'
        and (p.own_kind is not null or p.decision is not distinct from 'grant' or ${metBy(rule)}) as eligible
      from known p
    )`;
}

function matching(filter: ResultFilter): RawBuilder<boolean> {
  const conditions: RawBuilder<boolean>[] = [sql`true`];
  if (filter.q) {
    const part = `%${filter.q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    conditions.push(sql`(p.name ilike ${part} or p.organisation ilike ${part} or p.collective_name ilike ${part} or p.number ilike ${part}${filter.addresses ? sql` or p.email ilike ${part}` : sql``})`);
  }
  if (filter.country) conditions.push(sql`p.country = ${filter.country}`);
  if (filter.language) conditions.push(sql`p.locale = ${filter.language}`);
  if (filter.kind === 'collective') conditions.push(sql`p.collective_id is not null`);
  if (filter.kind === 'single') conditions.push(sql`p.registration_id is not null and p.collective_id is null`);
  if (filter.kind === 'contributor') conditions.push(sql`p.contributor_id is not null`);
  if (filter.organisation) conditions.push(sql`lower(btrim(regexp_replace(p.organisation, '\\s+', ' ', 'g'))) = lower(${filter.organisation})`);
  if (filter.figure) conditions.push(sql`p.registration_id is not null and p.state = 'confirmed' and ${FIGURES[filter.figure]}`);
  const standing = STANDINGS[filter.standing];
  if (standing) conditions.push(standing);
  return sql.join(conditions, sql` and `);
}

/** Valid certificate; a revoked one is not issued again without a person who says so. */
const STANDINGS: Partial<Record<ResultFilter['standing'], RawBuilder<boolean>>> = {
  eligible: sql`p.eligible`,
  not_eligible: sql`not p.eligible`,
  to_issue: sql`p.eligible and p.issue_id is null`,
  issued: sql`p.issue_id is not null and p.revoked_at is null`,
  revoked: sql`p.revoked_at is not null`,
  /** Only the name is missing. */
  unconfirmed: sql`p.eligible and p.issue_id is null and not p.name_confirmed`,
  overridden: sql`p.decision in ('grant', 'refuse')`,
};

/** Who is counted as what: as the statistics count. */
const FIGURES: Readonly<Record<ResultFigure, RawBuilder<boolean>>> = {
  registered: sql`true`,
  present: sql`p.present`,
  viewed: sql`p.viewed`,
  certificates: sql`p.of_registration and p.revoked_at is null`,
};

/** ICU collations by language: names sort as a reader of the language expects. */
const COLLATIONS: Readonly<Record<Locale, string>> = { kk: 'kk-x-icu', ru: 'ru-x-icu', en: 'en-x-icu', ky: 'ky-x-icu', be: 'be-x-icu', hy: 'hy-x-icu' };

function sortedBy(filter: ResultFilter, locale: Locale): { key: RawBuilder<unknown>; bound: (value: string) => RawBuilder<unknown> } {
  if (filter.sort === 'minutes') return { key: sql`coalesce(p.minutes, -1)`, bound: (value) => sql`${value}::int` };
  if (filter.sort === 'codes') return { key: sql`p.codes`, bound: (value) => sql`${value}::int` };
  const collation = sql.id(COLLATIONS[locale] ?? 'und-x-icu');
  const column = filter.sort === 'country' ? sql`coalesce(p.country, '')` : filter.sort === 'organisation' ? sql`p.organisation` : sql`p.name`;
  return { key: sql`${column} collate ${collation}`, bound: (value) => sql`${value} collate ${collation}` };
}

const COLUMNS = sql`p.id, p.registration_id as "registrationId", p.contributor_id as "contributorId", p.collective_id as "collectiveId",
  p.collective_name as "collectiveName", p.name, p.name_confirmed as "nameConfirmed", p.locale, p.email, p.country, p.organisation, p.position, p.state,
  p.role, p.minutes, p.of_minutes as "ofMinutes", p.codes, p.corrected, p.talks, p.sections, p.own_kind as "ownKind", p.decision_id as "decisionId",
  p.decision, p.reason as "decisionReason", p.decided_by as "decidedBy", p.decided_at as "decidedAt", p.eligible, p.issue_id as "issueId", p.number,
  p.issued_at as "issuedAt", p.revoked_at as "revokedAt"`;

/** People who match, in the order of the filter: one more than `limit` when there are more. Backwards: those before `from`, in the same order. */
export async function listPeople(
  ctx: Ctx,
  scope: ResultScope,
  filter: ResultFilter,
  page: { limit: number; from: ResultCursor | null; backwards: boolean },
): Promise<PersonRow[]> {
  const { key, bound } = sortedBy(filter, ctx.locale);
  const down = filter.descending !== page.backwards;
  const order = sql.raw(down ? 'desc' : 'asc');
  const beyond = page.from ? sql`and (${key}, p.id) ${sql.raw(down ? '<' : '>')} (${bound(page.from.value)}, ${page.from.id}::uuid)` : sql``;
  const { rows } = await sql<PersonRow>`${judged(ctx, scope)}
    select ${COLUMNS}, (${key})::text as "sortValue" from judged p
    where ${matching(filter)} ${beyond}
    order by ${key} ${order}, p.id ${order} limit ${page.limit + 1}`.execute(ctx.db);
  return page.backwards ? rows.reverse() : rows;
}

/** These people, in no order: registrations, contributors, or all of a reading room's list. */
export async function listPeopleById(
  ctx: Ctx,
  scope: ResultScope,
  which: { ids: readonly string[] } | { collectiveId: string },
): Promise<PersonRow[]> {
  const wanted = 'ids' in which ? sql`p.id = any (${[...which.ids]}::uuid[]) or p.contributor_id = any (${[...which.ids]}::uuid[])` : sql`p.collective_id = ${which.collectiveId}`;
  const { rows } = await sql<PersonRow>`${judged(ctx, scope)} select ${COLUMNS}, '' as "sortValue" from judged p where ${wanted} order by p.name, p.id`.execute(ctx.db);
  return rows;
}

export interface ResultTotals {
  /** People who match the filter. */
  matching: number;
  /** Of all people of the event. */
  people: number;
  eligible: number;
  toIssue: number;
  /** Of those to issue to. */
  toIssueUnconfirmed: number;
  issued: number;
  revoked: number;
  overridden: number;
  /** Of lists of reading rooms: minutes that the contact person has not confirmed. */
  uncounted: number;
  countries: string[];
  languages: string[];
}

export async function countPeople(ctx: Ctx, scope: ResultScope, filter: ResultFilter): Promise<ResultTotals> {
  const { rows } = await sql<ResultTotals>`${judged(ctx, scope)}
    select count(*) filter (where ${matching(filter)})::int as matching,
      count(*)::int as people,
      count(*) filter (where p.eligible)::int as eligible,
      count(*) filter (where p.eligible and p.issue_id is null)::int as "toIssue",
      count(*) filter (where p.eligible and p.issue_id is null and not p.name_confirmed)::int as "toIssueUnconfirmed",
      count(*) filter (where p.issue_id is not null and p.revoked_at is null)::int as issued,
      count(*) filter (where p.revoked_at is not null)::int as revoked,
      count(*) filter (where p.decision in ('grant', 'refuse'))::int as overridden,
      count(*) filter (where p.collective_id is not null and p.minutes is null and p.of_minutes > 0)::int as uncounted,
      coalesce(array_agg(distinct p.country) filter (where p.country is not null), '{}') as countries,
      coalesce(array_agg(distinct p.locale) filter (where p.locale is not null), '{}') as languages
    from judged p`.execute(ctx.db);
  const [row] = rows;
  if (!row) throw new Error('a count answered nothing');
  return row;
}
