import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';

/** Where these subjects were present and for how long. */
export async function listPresenceData(ctx: Ctx, subjectType: string, subjectIds: readonly string[]) {
  const { rows } = await sql<{ title: LocalizedText; plannedStart: Date; minutes: number | null; ofMinutes: number | null; codes: number | null; lastSeenAt: Date | null }>`
    select r.title, r.planned_start as "plannedStart", p.minutes, p.of_minutes as "ofMinutes", p.codes, a.last_seen_at as "lastSeenAt"
    from rooms.attendee a
    join rooms.room r on r.network_id = a.network_id and r.id = a.room_id
    left join rooms.presence_result p on p.network_id = a.network_id and p.attendee_id = a.id
    where a.network_id = ${ctx.networkId} and a.subject_type = ${subjectType} and a.subject_id = any(${[...subjectIds]}::uuid[]) and a.removed_at is null
    order by r.planned_start desc, a.id`.execute(ctx.db);
  return rows;
}

/** Free words and rows of reports in which somebody's name or address stands. */
export async function blankWords(tx: Ctx, mentions: { addresses: readonly string[]; families: readonly string[]; givens: readonly string[] }): Promise<void> {
  const mentioned = (text: string) => sql`(${sql.raw(text)} ilike any(${[...mentions.addresses]}::text[])
    or exists (select from unnest(${[...mentions.families]}::text[], ${[...mentions.givens]}::text[]) who(family, given) where ${sql.raw(text)} ilike who.family and ${sql.raw(text)} ilike who.given))`;
  await sql`update rooms.presence_event e set reason = '———' where e.network_id = ${tx.networkId} and ${mentioned('e.reason')}`.execute(tx.db);
  await sql`update rooms.time_change c set reason = '———' where c.network_id = ${tx.networkId} and ${mentioned('c.reason')}`.execute(tx.db);
  await sql`update rooms.presence_import_row r set name = '', email = null, person_key = r.id::text, candidates = '[]' where r.network_id = ${tx.networkId} and ${mentioned("concat(r.name, ' ', r.email)")}`.execute(tx.db);
  await sql`update rooms.presence_import i set file_name = '———' where i.network_id = ${tx.networkId} and ${mentioned('i.file_name')}`.execute(tx.db);
  await sql`update rooms.presence_import i set report = jsonb_set(i.report, '{problems}', '[]', false) where i.network_id = ${tx.networkId} and ${mentioned('i.report::text')}`.execute(tx.db);
}
