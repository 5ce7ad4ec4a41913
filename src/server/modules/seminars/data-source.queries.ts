import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { NO_REASON } from './registrations.queries.ts';

export interface RegistrationData {
  id: string;
  eventId: string;
  title: LocalizedText;
  state: string;
  name: string;
  email: string | null;
  country: string;
  organisation: string;
  position: string;
  role: string;
  certificateLocale: string;
  mailLocale: string;
  noticeVersion: string | null;
  noticedAt: Date | null;
  createdAt: Date;
  cancelledAt: Date | null;
  keptUntil: Date | null;
}

/** Registrations that were joined to these records. */
export async function listRegistrationData(ctx: Ctx, personIds: readonly string[]): Promise<RegistrationData[]> {
  const { rows } = await sql<RegistrationData>`
    select r.id, r.event_id as "eventId", e.title, r.state, r.name, r.email, r.country, r.organisation, r.position, r.role, r.certificate_locale as "certificateLocale",
      r.mail_locale as "mailLocale", r.notice_version as "noticeVersion", r.noticed_at as "noticedAt", r.created_at as "createdAt", r.cancelled_at as "cancelledAt",
      e.last_end + make_interval(days => r.retention_days) as "keptUntil"
    from seminars.registration r join seminars.event e on e.network_id = r.network_id and e.id = r.event_id
    where r.network_id = ${ctx.networkId} and r.person_id = any(${[...personIds]}::uuid[]) and r.erased_at is null order by r.created_at desc, r.id`.execute(ctx.db);
  return rows;
}

/** Speakers and moderators with one of these addresses and one of these names: an address alone may be a shared mailbox. */
export interface ContributorData {
  id: string;
  title: LocalizedText;
  name: string;
  email: string | null;
  country: string | null;
  organisation: string;
  post: string;
}

export async function listContributorData(ctx: Ctx, who: { addresses: readonly string[]; nameKeys: readonly string[] }): Promise<ContributorData[]> {
  const { rows } = await sql<ContributorData>`
    select c.id, e.title, c.name, c.email, c.country, c.organisation, c.post
    from seminars.contributor c join seminars.event e on e.network_id = c.network_id and e.id = c.event_id
    where c.network_id = ${ctx.networkId} and lower(c.email) = any(${[...who.addresses]}::text[]) and c.name_key = any(${[...who.nameKeys]}::text[]) order by c.id`.execute(ctx.db);
  return rows;
}

/** Lists whose contact person has one of these addresses. */
export async function listContactData(ctx: Ctx, addresses: readonly string[]) {
  const { rows } = await sql<{ id: string; title: LocalizedText; name: string; email: string; organisation: string; createdAt: Date }>`
    select c.id, e.title, c.contact_name as name, c.contact_email as email, c.organisation, c.created_at as "createdAt"
    from seminars.collective c join seminars.event e on e.network_id = c.network_id and e.id = c.event_id
    where c.network_id = ${ctx.networkId} and lower(c.contact_email) = any(${[...addresses]}::text[]) and c.erased_at is null order by c.id`.execute(ctx.db);
  return rows;
}

/** What a programme shows where a name was erased. */
export const NO_NAME = '——';

/** Their names leave the programmes; that somebody spoke stays. */
export async function blankContributors(tx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`update seminars.contributor set name = ${NO_NAME}, name_key = 'erased-' || id, organisation = '', post = '', email = null, certificate_name = null, version = version + 1
    where network_id = ${tx.networkId} and id = any(${[...ids]}::uuid[])`.execute(tx.db);
  await sql`update seminars.certificate_decision set reason = ${NO_REASON} where network_id = ${tx.networkId} and contributor_id = any(${[...ids]}::uuid[])`.execute(tx.db);
}

/** Events that name her as whom to ask. */
export async function blankContacts(tx: Ctx, addresses: readonly string[]): Promise<void> {
  await sql`update seminars.event set contact_name = null, contact_email = null, version = version + 1 where network_id = ${tx.networkId} and lower(contact_email) = any(${[...addresses]}::text[])`.execute(tx.db);
}

/** Free words about others in which her name stands. */
export async function blankReasons(tx: Ctx, mentions: { addresses: readonly string[]; families: readonly string[]; givens: readonly string[] }): Promise<void> {
  const mentioned = (text: string) => sql`(${sql.raw(text)} ilike any(${[...mentions.addresses]}::text[])
    or exists (select from unnest(${[...mentions.families]}::text[], ${[...mentions.givens]}::text[]) who(family, given) where ${sql.raw(text)} ilike who.family and ${sql.raw(text)} ilike who.given))`;
  await sql`update seminars.certificate_decision d set reason = ${NO_REASON} where d.network_id = ${tx.networkId} and ${mentioned('d.reason')}`.execute(tx.db);
  await sql`update seminars.registration_note n set reason = ${NO_REASON} where n.network_id = ${tx.networkId} and ${mentioned('n.reason')}`.execute(tx.db);
  await sql`update seminars.registration r set declined_reason = ${NO_REASON} where r.network_id = ${tx.networkId} and ${mentioned('r.declined_reason')}`.execute(tx.db);
  await sql`update seminars.collective c set declined_reason = ${NO_REASON} where c.network_id = ${tx.networkId} and ${mentioned('c.declined_reason')}`.execute(tx.db);
}
