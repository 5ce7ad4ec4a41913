import { sql } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import './seminars.tables.ts';
import type { CollectiveState, RegistrationState } from './seminars.tables.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'seminars.collective' | 'seminars.registration'>();

export interface CollectiveRow {
  id: string;
  eventId: string;
  contactName: string;
  contactEmail: string;
  organisation: string;
  settlement: string;
  country: string;
  locale: Locale;
  rightStatedAt: Date;
  rightTextVersion: string;
  retentionDays: number;
  state: CollectiveState;
  decidedAt: Date | null;
  declinedReason: string | null;
  icsSequence: number;
  toldSequence: number;
  createdAt: Date;
  erasedAt: Date | null;
  version: number;
}

const COLUMNS = [
  'id',
  'event_id as eventId',
  'contact_name as contactName',
  'contact_email as contactEmail',
  'organisation',
  'settlement',
  'country',
  'locale',
  'right_stated_at as rightStatedAt',
  'right_text_version as rightTextVersion',
  'retention_days as retentionDays',
  'state',
  'decided_at as decidedAt',
  'declined_reason as declinedReason',
  'ics_sequence as icsSequence',
  'told_sequence as toldSequence',
  'created_at as createdAt',
  'erased_at as erasedAt',
  'version',
] as const;

const typed = <R extends { locale: string }>(row: R) => row as R & { locale: Locale };

export async function findCollective(ctx: Ctx, id: string, lock: boolean): Promise<CollectiveRow | undefined> {
  let query = on(ctx).selectFrom('seminars.collective').select(COLUMNS).where('network_id', '=', ctx.networkId).where('id', '=', id);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row && typed(row);
}

export async function findCollectiveByKey(ctx: Ctx, eventId: string, key: string): Promise<string | undefined> {
  const row = await on(ctx)
    .selectFrom('seminars.collective')
    .select('id')
    .where('network_id', '=', ctx.networkId)
    .where('event_id', '=', eventId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  return row?.id;
}

export interface NewCollective {
  id: string;
  contactName: string;
  contactEmail: string;
  organisation: string;
  settlement: string;
  country: string;
  locale: Locale;
  rightTextVersion: string;
  noticeVersion: string | null;
  retentionDays: number;
  state: CollectiveState;
  key: string | null;
  toldSequence: number;
}

/** False when a list with this key is there already. */
export async function insertCollective(ctx: Ctx, eventId: string, c: NewCollective): Promise<boolean> {
  const now = ctx.clock.now();
  const result = await on(ctx)
    .insertInto('seminars.collective')
    .values({
      id: c.id,
      network_id: ctx.networkId,
      event_id: eventId,
      contact_name: c.contactName,
      contact_email: c.contactEmail,
      organisation: c.organisation,
      settlement: c.settlement,
      country: c.country,
      locale: c.locale,
      right_stated_at: now,
      right_text_version: c.rightTextVersion,
      notice_version: c.noticeVersion,
      retention_days: c.retentionDays,
      state: c.state,
      idempotency_key: c.key,
      told_sequence: c.toldSequence,
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function updateCollectiveState(
  ctx: Ctx,
  id: string,
  to: { state: CollectiveState; decidedBy?: string | null; declinedReason?: string | null; cancelled?: boolean; toldSequence?: number },
): Promise<void> {
  const now = ctx.clock.now();
  await on(ctx)
    .updateTable('seminars.collective')
    .set((eb) => ({
      state: to.state,
      ...(to.decidedBy === undefined ? {} : { decided_by: to.decidedBy, decided_at: now }),
      ...(to.declinedReason === undefined ? {} : { declined_reason: to.declinedReason }),
      ...(to.cancelled ? { cancelled_at: now, ics_sequence: eb('ics_sequence', '+', 1) } : {}),
      ...(to.toldSequence === undefined ? {} : { told_sequence: to.toldSequence }),
      version: eb('version', '+', 1),
    }))
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .execute();
}

/** The right to give names, stated anew for names that were added. */
export async function restateRight(ctx: Ctx, id: string, textVersion: string): Promise<void> {
  await on(ctx)
    .updateTable('seminars.collective')
    .set((eb) => ({ right_stated_at: ctx.clock.now(), right_text_version: textVersion, version: eb('version', '+', 1) }))
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .execute();
}

export async function eraseCollectives(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await on(ctx)
    .updateTable('seminars.collective')
    .set((eb) => ({ contact_name: '', contact_email: '', declined_reason: null, idempotency_key: null, erased_at: ctx.clock.now(), version: eb('version', '+', 1) }))
    .where('network_id', '=', ctx.networkId)
    .where('id', 'in', ids)
    .where('erased_at', 'is', null)
    .execute();
}

/** A name of a list, for its contact person. */
export interface MemberRow {
  id: string;
  line: number;
  name: string;
  nameKey: string;
  position: string;
  email: string | null;
  state: RegistrationState;
  certificateLocale: Locale;
  version: number;
}

/** The names that stand, by their line; `all`: also those taken out or declined, as long as they are kept. At most 5,000. */
export async function listMembers(ctx: Ctx, collectiveId: string, which: 'standing' | 'all' = 'standing'): Promise<MemberRow[]> {
  const rows = await on(ctx)
    .selectFrom('seminars.registration')
    .select([
      'id',
      sql<number>`coalesce(list_line, 0)`.as('line'),
      'name',
      'name_key as nameKey',
      'position',
      'email',
      'state',
      'certificate_locale as certificateLocale',
      'version',
    ])
    .where('network_id', '=', ctx.networkId)
    .where('collective_id', '=', collectiveId)
    .where('erased_at', 'is', null)
    .$if(which === 'standing', (query) => query.where('state', 'not in', ['cancelled', 'declined']))
    .orderBy('list_line')
    .orderBy('id')
    .execute();
  return rows as MemberRow[];
}
