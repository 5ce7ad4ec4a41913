import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './seminars.tables.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'seminars.event' | 'seminars.registration' | 'seminars.collective' | 'platform.mail_message' | 'platform.job'>();

/** A published copy of the row of an event under a new id, with seats of its own; its title says that it is a rehearsal. */
export async function copyEvent(ctx: Ctx, sourceId: string, title: LocalizedText, createdBy: string | null): Promise<string> {
  const id = newId();
  const now = ctx.clock.now();
  await sql`
    insert into seminars.event (id, network_id, organisation_id, form, title, summary, description, letter, time_zone, languages, countries, capacity,
      registration_opens_at, registration_closes_at, approval_required, certificate_rule, certificate_months, contact_name, contact_email, state, published_at,
      rehearsal_of, first_start, last_end, created_by, created_at, changed_at)
    select ${id}, network_id, organisation_id, form, ${JSON.stringify(title)}::jsonb, summary, description, letter, time_zone, languages, countries, capacity,
      registration_opens_at, registration_closes_at, approval_required, certificate_rule, certificate_months, contact_name, null, 'published', ${now},
      id, first_start, last_end, ${createdBy}, ${now}, ${now}
    from seminars.event where network_id = ${ctx.networkId} and id = ${sourceId}`.execute(ctx.db);
  await sql`insert into seminars.seat_count (network_id, event_id) values (${ctx.networkId}, ${id})`.execute(ctx.db);
  return id;
}

/** How far the rehearsal's clock is from the real one. */
export async function updateClockOffset(ctx: Ctx, id: string, seconds: number): Promise<void> {
  await on(ctx)
    .updateTable('seminars.event')
    .set({ clock_offset_seconds: seconds })
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .where('rehearsal_of', 'is not', null)
    .execute();
}

/** Ids of registrations and lists of an event: what links and mails point at. */
export async function listSubjects(ctx: Ctx, eventId: string): Promise<string[]> {
  const registrations = await on(ctx).selectFrom('seminars.registration').select('id').where('network_id', '=', ctx.networkId).where('event_id', '=', eventId).execute();
  const collectives = await on(ctx).selectFrom('seminars.collective').select('id').where('network_id', '=', ctx.networkId).where('event_id', '=', eventId).execute();
  return [...registrations, ...collectives].map((row) => row.id);
}

/** Mails that were held for these subjects. */
export async function deleteMailsOf(ctx: Ctx, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  await on(ctx).deleteFrom('platform.mail_message').where('network_id', '=', ctx.networkId).where('subject_id', 'in', subjectIds).execute();
}

/** Jobs that worked on this event. */
export async function deleteJobsOf(ctx: Ctx, eventId: string): Promise<void> {
  await on(ctx)
    .deleteFrom('platform.job')
    .where('network_id', '=', ctx.networkId)
    .where(sql<string>`params->>'eventId'`, '=', eventId)
    .execute();
}

/** How many mails a rehearsal holds. */
export async function countHeldMails(ctx: Ctx, subjectIds: readonly string[]): Promise<number> {
  if (subjectIds.length === 0) return 0;
  const row = await on(ctx)
    .selectFrom('platform.mail_message')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('network_id', '=', ctx.networkId)
    .where('subject_id', 'in', subjectIds)
    .executeTakeFirstOrThrow();
  return row.count;
}
