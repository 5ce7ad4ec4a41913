import { sql } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import './seminars.tables.ts';
import type { RegistrationRole, RegistrationState } from './seminars.tables.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'seminars.registration' | 'seminars.registration_note' | 'seminars.certificate_decision' | 'people.person_card'>();

/** Stands where a reason was erased; a decision always has one. */
export const NO_REASON = '———';

export interface RegistrationRow {
  id: string;
  eventId: string;
  collectiveId: string | null;
  state: RegistrationState;
  /** As it shall be printed; empty once erased. */
  name: string;
  nameKey: string;
  nameConfirmedAt: Date | null;
  email: string | null;
  country: string;
  organisation: string;
  position: string;
  role: RegistrationRole;
  certificateLocale: Locale;
  mailLocale: Locale;
  timeZone: string | null;
  noticeVersion: string | null;
  noticedAt: Date | null;
  personId: string | null;
  /** Account of the person it is joined to. */
  accountId: string | null;
  icsSequence: number;
  toldSequence: number;
  waitingSince: Date | null;
  listLine: number | null;
  retentionDays: number;
  createdAt: Date;
  cancelledAt: Date | null;
  declinedReason: string | null;
  erasedAt: Date | null;
  version: number;
}

export const REGISTRATION_COLUMNS = [
  'r.id',
  'r.event_id as eventId',
  'r.collective_id as collectiveId',
  'r.state',
  'r.name',
  'r.name_key as nameKey',
  'r.name_confirmed_at as nameConfirmedAt',
  'r.email',
  'r.country',
  'r.organisation',
  'r.position',
  'r.role',
  'r.certificate_locale as certificateLocale',
  'r.mail_locale as mailLocale',
  'r.time_zone as timeZone',
  'r.notice_version as noticeVersion',
  'r.noticed_at as noticedAt',
  'r.person_id as personId',
  'p.account_id as accountId',
  'r.ics_sequence as icsSequence',
  'r.told_sequence as toldSequence',
  'r.waiting_since as waitingSince',
  'r.list_line as listLine',
  'r.retention_days as retentionDays',
  'r.created_at as createdAt',
  'r.cancelled_at as cancelledAt',
  'r.declined_reason as declinedReason',
  'r.erased_at as erasedAt',
  'r.version',
] as const;

const rows = (ctx: Ctx) =>
  on(ctx)
    .selectFrom('seminars.registration as r')
    .leftJoin('people.person_card as p', (join) => join.onRef('p.person_id', '=', 'r.person_id').onRef('p.network_id', '=', 'r.network_id'))
    .select(REGISTRATION_COLUMNS)
    .where('r.network_id', '=', ctx.networkId);

/** The locales of a row are checked by our schemas when it is written. */
const typed = <R extends { certificateLocale: string; mailLocale: string }>(row: R) => row as R & { certificateLocale: Locale; mailLocale: Locale };

export async function findRegistration(ctx: Ctx, id: string, lock: boolean): Promise<RegistrationRow | undefined> {
  let query = rows(ctx).where('r.id', '=', id);
  if (lock) query = query.forUpdate('r');
  const row = await query.executeTakeFirst();
  return row && typed(row);
}

export async function listRegistrationsByIds(ctx: Ctx, eventId: string, ids: readonly string[]): Promise<RegistrationRow[]> {
  if (ids.length === 0) return [];
  const found = await rows(ctx).where('r.event_id', '=', eventId).where('r.id', 'in', ids).orderBy('r.created_at').orderBy('r.id').execute();
  return found.map(typed);
}

/** The registration that a form with this key made. */
export async function findRegistrationByKey(ctx: Ctx, eventId: string, key: string): Promise<{ id: string; state: RegistrationState } | undefined> {
  return on(ctx)
    .selectFrom('seminars.registration')
    .select(['id', 'state'])
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
}

/** The registration of this person, judged by address and name; never by the address alone: rural libraries share one mailbox. */
export async function findSameRegistration(ctx: Ctx, eventId: string, email: string | null, nameKey: string): Promise<{ id: string; state: RegistrationState } | undefined> {
  return on(ctx)
    .selectFrom('seminars.registration')
    .select(['id', 'state'])
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('collective_id', 'is', null)
    .where(sql`coalesce(lower(email), '')`, '=', (email ?? '').toLowerCase())
    .where('name_key', '=', nameKey)
    .where('state', 'not in', ['cancelled', 'declined'])
    .where('erased_at', 'is', null)
    .executeTakeFirst();
}

export interface NewRegistration {
  id: string;
  state: RegistrationState;
  collectiveId: string | null;
  name: string;
  nameKey: string;
  searchKey: string;
  email: string | null;
  country: string;
  organisation: string;
  position: string;
  role: RegistrationRole;
  certificateLocale: Locale;
  mailLocale: Locale;
  timeZone: string | null;
  noticeVersion: string | null;
  retentionDays: number;
  toldSequence: number;
  listLine: number | null;
  key: string | null;
}

/** Inserts those that are not there yet and returns the ids that were. At most some 5,000: one statement. */
export async function insertRegistrations(ctx: Ctx, eventId: string, list: readonly NewRegistration[]): Promise<string[]> {
  if (list.length === 0) return [];
  const now = ctx.clock.now();
  const values = list.map((r) => ({
    id: r.id,
    collective_id: r.collectiveId,
    state: r.state,
    name: r.name,
    name_key: r.nameKey,
    search_key: r.searchKey,
    email: r.email,
    country: r.country,
    organisation: r.organisation,
    position: r.position,
    role: r.role,
    certificate_locale: r.certificateLocale,
    mail_locale: r.mailLocale,
    time_zone: r.timeZone,
    notice_version: r.noticeVersion,
    retention_days: r.retentionDays,
    told_sequence: r.toldSequence,
    list_line: r.listLine,
    idempotency_key: r.key,
  }));
  const made = await sql<{ id: string }>`
    insert into seminars.registration (network_id, event_id, id, collective_id, state, name, name_key, search_key, email, country, organisation,
      "position", role, certificate_locale, mail_locale, time_zone, notice_version, noticed_at, retention_days, told_sequence, list_line,
      idempotency_key, waiting_since, created_at)
    select ${ctx.networkId}::uuid, ${eventId}::uuid, v.id, v.collective_id, v.state, v.name, v.name_key, v.search_key, v.email, v.country,
      v.organisation, v."position", v.role, v.certificate_locale, v.mail_locale, v.time_zone, v.notice_version,
      case when v.notice_version is null then null else ${now}::timestamptz end, v.retention_days, v.told_sequence, v.list_line,
      v.idempotency_key, case when v.state = 'waiting' then ${now}::timestamptz end, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as v (id uuid, collective_id uuid, state text, name text, name_key text,
      search_key text, email text, country text, organisation text, "position" text, role text, certificate_locale text, mail_locale text,
      time_zone text, notice_version text, retention_days int, told_sequence int, list_line int, idempotency_key text)
    order by v.list_line nulls first
    on conflict do nothing
    returning id`.execute(ctx.db);
  return made.rows.map((row) => row.id);
}

export interface RegistrationValues {
  name: string;
  nameKey: string;
  searchKey: string;
  nameConfirmedAt: Date | null;
  email: string | null;
  country: string;
  organisation: string;
  position: string;
  role: RegistrationRole;
  certificateLocale: Locale;
  mailLocale: Locale;
}

/** False when the row was changed since `version` was read. */
export async function updateRegistration(ctx: Ctx, id: string, version: number, values: RegistrationValues): Promise<boolean> {
  const result = await on(ctx)
    .updateTable('seminars.registration')
    .set((eb) => ({
      name: values.name,
      name_key: values.nameKey,
      search_key: values.searchKey,
      name_confirmed_at: values.nameConfirmedAt,
      email: values.email,
      country: values.country,
      organisation: values.organisation,
      position: values.position,
      role: values.role,
      certificate_locale: values.certificateLocale,
      mail_locale: values.mailLocale,
      version: eb('version', '+', 1),
    }))
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Moves registrations to a state; who was cancelled gets a higher SEQUENCE for the calendars. Returns how many were moved. */
export async function updateStates(
  ctx: Ctx,
  ids: readonly string[],
  to: { state: RegistrationState; cancelledAt?: Date; waitingSince?: Date; declinedReason?: string; toldSequence?: number },
): Promise<number> {
  if (ids.length === 0) return 0;
  const result = await on(ctx)
    .updateTable('seminars.registration')
    .set((eb) => ({
      state: to.state,
      ...(to.cancelledAt ? { cancelled_at: to.cancelledAt, ics_sequence: eb('ics_sequence', '+', 1) } : {}),
      ...(to.waitingSince ? { waiting_since: to.waitingSince } : {}),
      ...(to.declinedReason === undefined ? {} : { declined_reason: to.declinedReason }),
      ...(to.toldSequence === undefined ? {} : { told_sequence: to.toldSequence }),
      version: eb('version', '+', 1),
    }))
    .where('network_id', '=', ctx.networkId)
    .where('id', 'in', ids)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

export async function markNameConfirmed(ctx: Ctx, id: string): Promise<void> {
  await on(ctx)
    .updateTable('seminars.registration')
    .set({ name_confirmed_at: ctx.clock.now() })
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .execute();
}

export async function updateZone(ctx: Ctx, id: string, timeZone: string): Promise<void> {
  await on(ctx).updateTable('seminars.registration').set({ time_zone: timeZone }).where('network_id', '=', ctx.networkId).where('id', '=', id).execute();
}

export async function updatePerson(ctx: Ctx, id: string, personId: string | null): Promise<void> {
  await on(ctx)
    .updateTable('seminars.registration')
    .set((eb) => ({ person_id: personId, version: eb('version', '+', 1) }))
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .execute();
}

export async function insertNotes(ctx: Ctx, ids: readonly string[], note: { act: string; reason: string; by: string | null }): Promise<void> {
  if (ids.length === 0) return;
  await on(ctx)
    .insertInto('seminars.registration_note')
    .values(ids.map((id) => ({ network_id: ctx.networkId, registration_id: id, at: ctx.clock.now(), by_account: note.by, act: note.act, reason: note.reason })))
    .execute();
}

export async function listNotes(ctx: Ctx, id: string): Promise<{ at: Date; act: string; reason: string; by: string | null }[]> {
  return on(ctx)
    .selectFrom('seminars.registration_note')
    .select(['at', 'act', 'reason', 'by_account as by'])
    .where('network_id', '=', ctx.networkId)
    .where('registration_id', '=', id)
    .orderBy('at')
    .orderBy('id')
    .execute();
}

/** Names and addresses go; country, state, role and languages stay for the statistics. */
export async function eraseRegistrations(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await on(ctx)
    .updateTable('seminars.registration')
    .set((eb) => ({
      name: '',
      name_key: '',
      search_key: '',
      email: null,
      organisation: '',
      position: '',
      person_id: null,
      time_zone: null,
      declined_reason: null,
      idempotency_key: null,
      erased_at: ctx.clock.now(),
      version: eb('version', '+', 1),
    }))
    .where('network_id', '=', ctx.networkId)
    .where('id', 'in', ids)
    .execute();
  await on(ctx).deleteFrom('seminars.registration_note').where('network_id', '=', ctx.networkId).where('registration_id', 'in', ids).execute();
  // What was decided stays, why it was is free words about her.
  await on(ctx).updateTable('seminars.certificate_decision').set({ reason: NO_REASON }).where('network_id', '=', ctx.networkId).where('registration_id', 'in', ids).execute();
}
