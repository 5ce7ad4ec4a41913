import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { titleKey } from './search-key.ts';
import './seminars.tables.ts';
import type { TalkKind } from './seminars.tables.ts';
import type { Moment } from './wall-moment.ts';

const on = (ctx: Ctx) =>
  ctx.db.$pickTables<
    | 'seminars.session'
    | 'seminars.section'
    | 'seminars.section_moderator'
    | 'seminars.contributor'
    | 'seminars.talk'
    | 'seminars.talk_speaker'
  >();

export interface SessionRow {
  id: string;
  title: LocalizedText;
  startsWall: string;
  endsWall: string;
  startsAt: Date;
  endsAt: Date;
  position: number;
  version: number;
}
export interface SectionRow {
  id: string;
  title: LocalizedText;
  hall: string;
  position: number;
  version: number;
  moderatorIds: string[];
}
export interface TalkRow {
  id: string;
  sessionId: string;
  sectionId: string | null;
  kind: TalkKind;
  title: LocalizedText;
  abstract: LocalizedText;
  language: string | null;
  interpretation: string[];
  country: string | null;
  startsWall: string;
  endsWall: string;
  startsAt: Date;
  endsAt: Date;
  given: boolean;
  version: number;
  speakerIds: string[];
}

/** Sittings in the order of time. */
export async function listSessions(ctx: Ctx, eventId: string): Promise<SessionRow[]> {
  return on(ctx)
    .selectFrom('seminars.session')
    .select([
      'id',
      'title',
      'starts_wall as startsWall',
      'ends_wall as endsWall',
      'starts_at as startsAt',
      'ends_at as endsAt',
      'position',
      'version',
    ])
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .orderBy('starts_at')
    .orderBy('id')
    .execute();
}

/** Sections in their own order, each with the ids of its moderators. */
export async function listSections(ctx: Ctx, eventId: string): Promise<SectionRow[]> {
  return on(ctx)
    .selectFrom('seminars.section as s')
    .select([
      's.id',
      's.title',
      's.hall',
      's.position',
      's.version',
      sql<string[]>`array(select m.contributor_id::text from seminars.section_moderator m
        where m.network_id = ${ctx.networkId} and m.section_id = s.id order by m.position)`.as('moderatorIds'),
    ])
    .where('s.network_id', '=', ctx.networkId)
    .where('s.event_id', '=', eventId)
    .orderBy('s.position')
    .orderBy('s.id')
    .execute();
}

/** Talks in the order of time, each with the ids of its speakers. */
export async function listTalks(ctx: Ctx, eventId: string): Promise<TalkRow[]> {
  return on(ctx)
    .selectFrom('seminars.talk as t')
    .select([
      't.id',
      't.session_id as sessionId',
      't.section_id as sectionId',
      't.kind',
      't.title',
      't.abstract',
      't.language',
      't.interpretation',
      't.country',
      't.starts_wall as startsWall',
      't.ends_wall as endsWall',
      't.starts_at as startsAt',
      't.ends_at as endsAt',
      't.given',
      't.version',
      sql<string[]>`array(select p.contributor_id::text from seminars.talk_speaker p
        where p.network_id = ${ctx.networkId} and p.talk_id = t.id order by p.position)`.as('speakerIds'),
    ])
    .where('t.network_id', '=', ctx.networkId)
    .where('t.event_id', '=', eventId)
    .orderBy('t.starts_at')
    .orderBy('t.ends_at')
    .orderBy('t.id')
    .execute();
}

const timesOf = (start: Moment, end: Moment) => ({ starts_wall: start.wall, starts_at: start.instant, ends_wall: end.wall, ends_at: end.instant });

export interface SessionValues {
  title: LocalizedText;
  start: Moment;
  end: Moment;
}

export async function insertSession(ctx: Ctx, id: string, eventId: string, values: SessionValues, position: number): Promise<void> {
  await on(ctx)
    .insertInto('seminars.session')
    .values({ id, network_id: ctx.networkId, event_id: eventId, title: JSON.stringify(values.title), ...timesOf(values.start, values.end), position })
    .execute();
}

/** False when the row was changed since `version` was read (or is no longer there). */
export async function updateSession(ctx: Ctx, eventId: string, id: string, version: number, values: SessionValues): Promise<boolean> {
  const result = await on(ctx)
    .updateTable('seminars.session')
    .set((eb) => ({ title: JSON.stringify(values.title), ...timesOf(values.start, values.end), version: eb('version', '+', 1) }))
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export interface SectionValues {
  title: LocalizedText;
  hall: string;
}

export async function insertSection(ctx: Ctx, id: string, eventId: string, values: SectionValues, position: number): Promise<void> {
  await on(ctx)
    .insertInto('seminars.section')
    .values({ id, network_id: ctx.networkId, event_id: eventId, title: JSON.stringify(values.title), hall: values.hall, position })
    .execute();
}

export async function updateSection(ctx: Ctx, eventId: string, id: string, version: number, values: SectionValues): Promise<boolean> {
  const result = await on(ctx)
    .updateTable('seminars.section')
    .set((eb) => ({ title: JSON.stringify(values.title), hall: values.hall, version: eb('version', '+', 1) }))
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Sets the moderators of a section, in this order. */
export async function replaceModerators(ctx: Ctx, sectionId: string, contributorIds: readonly string[]): Promise<void> {
  await on(ctx).deleteFrom('seminars.section_moderator').where('network_id', '=', ctx.networkId).where('section_id', '=', sectionId).execute();
  if (contributorIds.length === 0) return;
  await on(ctx)
    .insertInto('seminars.section_moderator')
    .values(contributorIds.map((id, position) => ({ network_id: ctx.networkId, section_id: sectionId, contributor_id: id, position })))
    .execute();
}

export interface TalkValues {
  sessionId: string;
  sectionId: string | null;
  kind: TalkKind;
  title: LocalizedText;
  abstract: LocalizedText;
  language: string | null;
  interpretation: string[];
  country: string | null;
  start: Moment;
  end: Moment;
}

const talkColumns = (values: TalkValues) => ({
  session_id: values.sessionId,
  section_id: values.sectionId,
  kind: values.kind,
  title: JSON.stringify(values.title),
  search_key: titleKey(values.title),
  abstract: JSON.stringify(values.abstract),
  language: values.language,
  interpretation: values.interpretation,
  country: values.country,
  ...timesOf(values.start, values.end),
});

export async function insertTalks(ctx: Ctx, eventId: string, talks: readonly (TalkValues & { id: string })[]): Promise<void> {
  if (talks.length === 0) return;
  await on(ctx)
    .insertInto('seminars.talk')
    .values(talks.map((talk) => ({ id: talk.id, network_id: ctx.networkId, event_id: eventId, ...talkColumns(talk) })))
    .execute();
}

export async function updateTalk(ctx: Ctx, eventId: string, id: string, version: number, values: TalkValues): Promise<boolean> {
  const result = await on(ctx)
    .updateTable('seminars.talk')
    .set((eb) => ({ ...talkColumns(values), version: eb('version', '+', 1) }))
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Sets the speakers of talks, in the order given. */
export async function replaceSpeakers(ctx: Ctx, talks: readonly { talkId: string; contributorIds: readonly string[] }[]): Promise<void> {
  if (talks.length === 0) return;
  const ids = talks.map(({ talkId }) => talkId);
  await on(ctx).deleteFrom('seminars.talk_speaker').where('network_id', '=', ctx.networkId).where('talk_id', 'in', ids).execute();
  const rows = talks.flatMap(({ talkId, contributorIds }) =>
    contributorIds.map((id, position) => ({ network_id: ctx.networkId, talk_id: talkId, contributor_id: id, position })),
  );
  if (rows.length > 0) await on(ctx).insertInto('seminars.talk_speaker').values(rows).execute();
}

export async function deletePart(ctx: Ctx, table: 'session' | 'section' | 'talk', eventId: string, id: string): Promise<boolean> {
  const result = await on(ctx)
    .deleteFrom(`seminars.${table}`)
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** Whether the talk was really given; speakers' certificates ask for it. */
export async function updateTalkGiven(ctx: Ctx, eventId: string, id: string, given: boolean): Promise<boolean> {
  const result = await on(ctx)
    .updateTable('seminars.talk')
    .set((eb) => ({ given, version: eb('version', '+', 1) }))
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** New times for many rows in one statement: a session that moved takes its talks along, a new zone moves everything. */
export async function moveTimes(
  ctx: Ctx,
  table: 'session' | 'talk',
  eventId: string,
  rows: readonly { id: string; start: Moment; end: Moment }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update ${sql.table(`seminars.${table}`)} r set
      starts_wall = n.starts_wall, starts_at = n.starts_at, ends_wall = n.ends_wall, ends_at = n.ends_at, version = r.version + 1
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.start.wall)}::timestamp[], ${rows.map((r) => r.start.instant)}::timestamptz[],
      ${rows.map((r) => r.end.wall)}::timestamp[], ${rows.map((r) => r.end.instant)}::timestamptz[]) as n (id, starts_wall, starts_at, ends_wall, ends_at)
    where r.network_id = ${ctx.networkId} and r.event_id = ${eventId} and r.id = n.id`.execute(ctx.db);
}
