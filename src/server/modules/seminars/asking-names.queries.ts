import { sql } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import './seminars.tables.ts';

export interface Asked {
  kind: 'registration' | 'collective';
  id: string;
  email: string;
  locale: Locale;
}

/**
 * Of these registrations those who are to be asked now: with an address, not asked since `since`, marked as asked in this transaction. Of a
 * list without addresses the contact person is asked, once for all its names.
 */
export async function takeUnasked(tx: Ctx, eventId: string, ids: readonly string[], since: Date): Promise<Asked[]> {
  const now = tx.clock.now();
  const { rows } = await sql<Asked>`
    with wanted as (
      select r.id, r.collective_id, r.email from seminars.registration r
      where r.network_id = ${tx.networkId} and r.event_id = ${eventId} and r.id = any (${[...ids]}::uuid[]) and r.state = 'confirmed'
        and r.erased_at is null and r.name_confirmed_at is null),
    people as (
      update seminars.registration r set name_asked_at = ${now} from wanted w
      where r.network_id = ${tx.networkId} and r.id = w.id and w.email is not null and (r.name_asked_at is null or r.name_asked_at < ${since})
      returning r.id, r.email, r.mail_locale as locale),
    lists as (
      update seminars.collective c set names_asked_at = ${now}
      where c.network_id = ${tx.networkId} and c.id in (select collective_id from wanted where email is null)
        and c.erased_at is null and c.contact_email <> '' and (c.names_asked_at is null or c.names_asked_at < ${since})
      returning c.id, c.contact_email as email, c.locale)
    select 'registration' as kind, * from people union all select 'collective' as kind, * from lists`.execute(tx.db);
  return rows;
}

export interface Askable {
  /** People with an address of their own who would be asked. */
  people: number;
  /** Contact persons who would be asked, each about all names of the list. */
  lists: number;
  /** People and lists that were asked since `since`. */
  lately: number;
  /** People whom no mail reaches: neither an address nor a list with one. */
  unreachable: number;
}

/** What {@link takeUnasked} would take, counted. */
export async function countUnasked(ctx: Ctx, eventId: string, ids: readonly string[], since: Date): Promise<Askable> {
  const { rows } = await sql<Askable>`
    with wanted as (
      select r.email, r.name_asked_at, c.id as list_id, c.names_asked_at, coalesce(c.contact_email, '') <> '' and c.erased_at is null as list_reachable
      from seminars.registration r
      left join seminars.collective c on c.network_id = r.network_id and c.id = r.collective_id
      where r.network_id = ${ctx.networkId} and r.event_id = ${eventId} and r.id = any (${[...ids]}::uuid[]) and r.state = 'confirmed'
        and r.erased_at is null and r.name_confirmed_at is null)
    select count(*) filter (where email is not null and (name_asked_at is null or name_asked_at < ${since}))::int as people,
      count(distinct list_id) filter (where email is null and list_reachable and (names_asked_at is null or names_asked_at < ${since}))::int as lists,
      (count(*) filter (where email is not null and name_asked_at >= ${since})
        + count(distinct list_id) filter (where email is null and list_reachable and names_asked_at >= ${since}))::int as lately,
      count(*) filter (where email is null and not coalesce(list_reachable, false))::int as unreachable
    from wanted`.execute(ctx.db);
  return rows[0] ?? { people: 0, lists: 0, lately: 0, unreachable: 0 };
}
