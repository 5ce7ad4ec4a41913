import { sql } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import './seminars.tables.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'seminars.event' | 'seminars.registration' | 'seminars.collective' | 'platform.job'>();

export interface Untold {
  kind: 'registration' | 'collective';
  id: string;
  email: string | null;
  locale: Locale;
  /** In which she reads times, where it is known. */
  zone: string | null;
  /** Up to which SEQUENCE of the event this addressee was told. */
  since: number;
}

/** Participants with a place and contact persons; of a cancelled event everybody whose registration stands. */
const told = (all: boolean) => ({ people: all ? sql`('confirmed', 'pending', 'waiting')` : sql`('confirmed')`, lists: all ? sql`('confirmed', 'pending')` : sql`('confirmed')` });

/** How many were not told the event's present SEQUENCE yet. */
export async function countUntold(ctx: Ctx, eventId: string, sequence: number, all: boolean): Promise<number> {
  const states = told(all);
  const { rows } = await sql<{ count: number }>`
    select (select count(*) from seminars.registration r where r.network_id = ${ctx.networkId} and r.event_id = ${eventId}
        and r.told_sequence < ${sequence} and r.erased_at is null and r.state in ${states.people})::int
      + (select count(*) from seminars.collective c where c.network_id = ${ctx.networkId} and c.event_id = ${eventId}
        and c.told_sequence < ${sequence} and c.erased_at is null and c.state in ${states.lists})::int as count`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** A batch of them, each marked as told in this very transaction: after a crash nobody is told twice and nobody is left out. */
export async function takeUntold(ctx: Ctx, eventId: string, sequence: number, all: boolean, limit: number): Promise<Untold[]> {
  const states = told(all);
  const { rows } = await sql<Untold>`
    with people as (
      update seminars.registration r set told_sequence = ${sequence} from (
        select id, told_sequence from seminars.registration where network_id = ${ctx.networkId} and event_id = ${eventId} and told_sequence < ${sequence}
          and erased_at is null and state in ${states.people} order by id limit ${limit} for update skip locked) old
      where r.network_id = ${ctx.networkId} and r.id = old.id returning r.id, r.email, r.mail_locale as locale, r.time_zone as zone, old.told_sequence as since),
    lists as (
      update seminars.collective c set told_sequence = ${sequence} from (
        select id, told_sequence from seminars.collective where network_id = ${ctx.networkId} and event_id = ${eventId} and told_sequence < ${sequence}
          and erased_at is null and state in ${states.lists} order by id limit ${limit} for update skip locked) old
      where c.network_id = ${ctx.networkId} and c.id = old.id returning c.id, c.contact_email as email, c.locale, null::text as zone, old.told_sequence as since)
    select 'registration' as kind, * from people union all select 'collective' as kind, * from lists`.execute(ctx.db);
  return rows;
}

/** The latest job that told participants of this event about changes, for the organiser's page. */
export async function findTellingJob(ctx: Ctx, eventId: string): Promise<{ id: string; state: string; done: number; total: number } | undefined> {
  return on(ctx)
    .selectFrom('platform.job')
    .select(['id', 'state', 'done', 'total'])
    .where('network_id', '=', ctx.networkId)
    .where('kind', '=', 'seminars.tell_participants')
    .where(sql<boolean>`params ->> 'eventId' = ${eventId}`)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Published events that begin between now and `until`. */
export async function listBeginning(ctx: Ctx, now: Date, until: Date): Promise<string[]> {
  const rows = await on(ctx)
    .selectFrom('seminars.event')
    .select('id')
    .where('network_id', '=', ctx.networkId)
    .where('state', '=', 'published')
    .where('rehearsal_of', 'is', null)
    .where('first_start', '>', now)
    .where('first_start', '<=', until)
    .execute();
  return rows.map((row) => row.id);
}

export interface Unreminded {
  kind: 'registration' | 'collective';
  id: string;
  email: string | null;
  locale: Locale;
  zone: string | null;
}

/** A batch of those who have a place, registered before `before` and were not reminded; marked in this transaction. */
export async function takeUnreminded(ctx: Ctx, eventId: string, before: Date, limit: number): Promise<Unreminded[]> {
  const now = ctx.clock.now();
  const { rows } = await sql<Unreminded>`
    with people as (
      update seminars.registration r set reminded_at = ${now} where r.network_id = ${ctx.networkId} and r.id in (
        select id from seminars.registration where network_id = ${ctx.networkId} and event_id = ${eventId} and state = 'confirmed' and reminded_at is null
          and erased_at is null and email is not null and created_at < ${before} order by id limit ${limit} for update skip locked)
      returning r.id, r.email, r.mail_locale as locale, r.time_zone as zone),
    lists as (
      update seminars.collective c set reminded_at = ${now} where c.network_id = ${ctx.networkId} and c.id in (
        select id from seminars.collective where network_id = ${ctx.networkId} and event_id = ${eventId} and state = 'confirmed' and reminded_at is null
          and erased_at is null and created_at < ${before} order by id limit ${limit} for update skip locked)
      returning c.id, c.contact_email as email, c.locale, null::text as zone)
    select 'registration' as kind, * from people union all select 'collective' as kind, * from lists`.execute(ctx.db);
  return rows;
}

/** Registrations whose promised time of storage has passed. Rehearsals are thrown away as a whole. */
export async function listExpired(ctx: Ctx, now: Date, limit: number): Promise<{ id: string; eventId: string }[]> {
  const { rows } = await sql<{ id: string; eventId: string }>`
    select r.id, r.event_id as "eventId" from seminars.registration r
    join seminars.event e on e.network_id = r.network_id and e.id = r.event_id
    where r.network_id = ${ctx.networkId} and r.erased_at is null and e.rehearsal_of is null
      and coalesce(e.last_end, r.created_at) + make_interval(days => r.retention_days) < ${now}
    order by r.event_id, r.id limit ${limit}`.execute(ctx.db);
  return rows;
}

export interface OldList {
  id: string;
  eventId: string;
  country: string;
  /** End of the event; of one without dates, the day the list was made. */
  since: Date;
}

/** Lists of events that have ended, the oldest first. */
export async function listOldLists(ctx: Ctx, now: Date, limit: number): Promise<OldList[]> {
  const { rows } = await sql<OldList>`
    select c.id, c.event_id as "eventId", c.country, coalesce(e.last_end, c.created_at) as since from seminars.collective c
    join seminars.event e on e.network_id = c.network_id and e.id = c.event_id
    where c.network_id = ${ctx.networkId} and c.erased_at is null and e.rehearsal_of is null and coalesce(e.last_end, c.created_at) < ${now}
    order by since, c.id limit ${limit}`.execute(ctx.db);
  return rows;
}

/** Names of a list for which no certificate stands in the register. */
export async function listWithoutCertificate(ctx: Ctx, collectiveId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from seminars.registration r
    where r.network_id = ${ctx.networkId} and r.collective_id = ${collectiveId} and r.erased_at is null
      and not exists (select 1 from credentials.issue_card i
        where i.network_id = r.network_id and i.source_id = r.id and i.revoked_at is null)`.execute(ctx.db);
  return rows.map((row) => row.id);
}

/** Of these lists, those that hold no name any more. */
export async function listEmptied(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select c.id from seminars.collective c
    where c.network_id = ${ctx.networkId} and c.id = any (${[...ids]}::uuid[]) and c.erased_at is null
      and not exists (select 1 from seminars.registration r where r.network_id = c.network_id and r.collective_id = c.id and r.erased_at is null)`.execute(ctx.db);
  return rows.map((row) => row.id);
}

/** The lists that these registrations belong to. */
export async function listCollectivesOf(ctx: Ctx, registrationIds: readonly string[]): Promise<string[]> {
  if (registrationIds.length === 0) return [];
  const rows = await on(ctx)
    .selectFrom('seminars.registration')
    .select('collective_id as id')
    .distinct()
    .where('network_id', '=', ctx.networkId)
    .where('id', 'in', registrationIds)
    .where('collective_id', 'is not', null)
    .execute();
  return rows.flatMap((row) => row.id ?? []);
}
