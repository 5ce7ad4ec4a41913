import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './privacy.tables.ts';
import type { ConsentPurpose, ConsentTextState } from './privacy.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'people.consent_text' | 'people.consent' | 'people.consent_asked'>();

export interface TextValues {
  title: LocalizedText;
  body: LocalizedText;
  lastsMonths: number | null;
}

export interface TextRow extends TextValues {
  id: string;
  purpose: ConsentPurpose;
  versionNumber: number;
  state: ConsentTextState;
  publishedAt: Date | null;
  version: number;
  /** Agreements that stand. */
  agreed: number;
}

const TEXT = sql.raw(`t.id, t.purpose, t.version_number as "versionNumber", t.title, t.body, t.state, t.lasts_months as "lastsMonths", t.published_at as "publishedAt", t.version,
  (select count(*)::int from people.consent c where c.network_id = t.network_id and c.text_id = t.id and c.withdrawn_at is null) as agreed`);

export async function listTexts(ctx: Ctx): Promise<TextRow[]> {
  const { rows } = await sql<TextRow>`select ${TEXT} from people.consent_text t where t.network_id = ${ctx.networkId} order by t.purpose, t.version_number desc`.execute(ctx.db);
  return rows;
}

export async function findText(ctx: Ctx, id: string): Promise<TextRow | undefined> {
  const { rows } = await sql<TextRow>`select ${TEXT} from people.consent_text t where t.network_id = ${ctx.networkId} and t.id = ${id}::uuid`.execute(ctx.db);
  return rows[0];
}

/** A draft with the next number of its purpose; null when there is a draft of it already. */
export async function insertText(tx: Ctx, row: TextValues & { purpose: ConsentPurpose; createdBy: string | null }): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into people.consent_text (network_id, purpose, version_number, title, body, lasts_months, created_by, created_at)
    select ${tx.networkId}, ${row.purpose}, coalesce(max(t.version_number), 0) + 1, ${JSON.stringify(row.title)}::jsonb, ${JSON.stringify(row.body)}::jsonb, ${row.lastsMonths}::int, ${row.createdBy}::uuid, ${tx.clock.now()}
    from people.consent_text t where t.network_id = ${tx.networkId} and t.purpose = ${row.purpose}
    on conflict do nothing returning id`.execute(tx.db);
  return rows[0]?.id ?? null;
}

/** Only drafts change. */
export async function updateDraft(tx: Ctx, id: string, version: number, row: TextValues): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('people.consent_text')
    .set((eb) => ({ title: JSON.stringify(row.title), body: JSON.stringify(row.body), lasts_months: row.lastsMonths, version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function retireText(tx: Ctx, purpose: ConsentPurpose): Promise<number> {
  const result = await on(tx.db)
    .updateTable('people.consent_text')
    .set({ state: 'retired', retired_at: tx.clock.now() })
    .where('network_id', '=', tx.networkId)
    .where('purpose', '=', purpose)
    .where('state', '=', 'published')
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

export async function publishDraft(tx: Ctx, id: string, by: string | null): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('people.consent_text')
    .set({ state: 'published', published_at: tx.clock.now(), published_by: by })
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export interface ConsentRow {
  id: string;
  textId: string;
  purpose: ConsentPurpose;
  versionNumber: number;
  title: LocalizedText;
  givenBy: 'self' | 'parent';
  way: 'account' | 'link' | 'paper';
  parentName: string | null;
  givenOn: string;
  validUntil: string | null;
  withdrawnAt: Date | null;
  withdrawnBy: 'self' | 'parent' | 'keeper' | null;
}

/** Everything these records ever agreed to, the latest first. */
export async function listConsents(ctx: Ctx, personIds: readonly string[]): Promise<ConsentRow[]> {
  const { rows } = await sql<ConsentRow>`
    select c.id, c.text_id as "textId", t.purpose, t.version_number as "versionNumber", t.title, c.given_by as "givenBy", c.way, c.parent_name as "parentName",
      c.given_on as "givenOn", c.valid_until as "validUntil", c.withdrawn_at as "withdrawnAt", c.withdrawn_by as "withdrawnBy"
    from people.consent c join people.consent_text t on t.network_id = c.network_id and t.id = c.text_id
    where c.network_id = ${ctx.networkId} and c.person_id = any(${[...personIds]}::uuid[]) order by c.id desc`.execute(ctx.db);
  return rows;
}

export interface NewConsent {
  personId: string;
  textId: string;
  givenBy: 'self' | 'parent';
  way: 'account' | 'link' | 'paper';
  parentName: string | null;
  givenOn: string;
  validUntil: string | null;
  recordedBy: string | null;
}

export async function insertConsent(tx: Ctx, row: NewConsent): Promise<string> {
  const made = await on(tx.db)
    .insertInto('people.consent')
    .values({
      network_id: tx.networkId,
      person_id: row.personId,
      text_id: row.textId,
      given_by: row.givenBy,
      way: row.way,
      parent_name: row.parentName,
      locale: tx.locale,
      given_on: row.givenOn,
      recorded_by: row.recordedBy,
      recorded_at: tx.clock.now(),
      valid_until: row.validUntil,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

export async function withdrawConsentRow(tx: Ctx, personId: string, id: string, by: 'self' | 'parent' | 'keeper'): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('people.consent')
    .set({ withdrawn_at: tx.clock.now(), withdrawn_by: by })
    .where('network_id', '=', tx.networkId)
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function insertAsked(tx: Ctx, row: { personId: string; textId: string; parentName: string; parentEmail: string | null; askedBy: string | null; expiresAt: Date }): Promise<string> {
  const made = await on(tx.db)
    .insertInto('people.consent_asked')
    .values({ network_id: tx.networkId, person_id: row.personId, text_id: row.textId, parent_name: row.parentName, parent_email: row.parentEmail, asked_by: row.askedBy, asked_at: tx.clock.now(), expires_at: row.expiresAt })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

export interface AskedRow {
  id: string;
  personId: string;
  textId: string;
  parentName: string;
  parentEmail: string | null;
  askedAt: Date;
  expiresAt: Date;
  consentId: string | null;
  refusedAt: Date | null;
}

const ASKED = ['id', 'person_id as personId', 'text_id as textId', 'parent_name as parentName', 'parent_email as parentEmail', 'asked_at as askedAt', 'expires_at as expiresAt', 'consent_id as consentId', 'refused_at as refusedAt'] as const;

export async function findAsked(ctx: Ctx, id: string, lock = false): Promise<AskedRow | undefined> {
  let query = on(ctx.db).selectFrom('people.consent_asked').select(ASKED).where('network_id', '=', ctx.networkId).where('id', '=', id);
  if (lock) query = query.forUpdate();
  return query.executeTakeFirst();
}

/** Parents who were asked and have not agreed, the latest first. */
export async function listAsked(ctx: Ctx, personId: string): Promise<AskedRow[]> {
  return on(ctx.db)
    .selectFrom('people.consent_asked')
    .select(ASKED)
    .where('network_id', '=', ctx.networkId)
    .where('person_id', '=', personId)
    .where('consent_id', 'is', null)
    .where('expires_at', '>', ctx.clock.now())
    .orderBy('id', 'desc')
    .limit(20)
    .execute();
}

/** What a parent answered; her address is not needed any more. */
export async function updateAsked(tx: Ctx, id: string, answer: { consentId: string | null; refusedAt: Date | null }): Promise<void> {
  await on(tx.db)
    .updateTable('people.consent_asked')
    .set({ consent_id: answer.consentId, refused_at: answer.refusedAt, parent_email: null })
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .execute();
}

export async function countOldAddresses(ctx: Ctx, before: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from people.consent_asked where network_id = ${ctx.networkId} and parent_email is not null and asked_at < ${before}`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}

export async function listOldAddresses(ctx: Ctx, before: Date): Promise<{ text: string; at: Date }[]> {
  const { rows } = await sql<{ text: string; at: Date }>`select parent_email as text, asked_at as at from people.consent_asked where network_id = ${ctx.networkId} and parent_email is not null and asked_at < ${before} order by asked_at, id limit 5`.execute(ctx.db);
  return rows;
}

/** Takes the addresses of parents who were asked before this; returns of which questions. */
export async function blankAddresses(tx: Ctx, before: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`update people.consent_asked set parent_email = null where network_id = ${tx.networkId} and parent_email is not null and asked_at < ${before} returning id`.execute(tx.db);
  return rows.map(({ id }) => id);
}

/** Erasing: that there was a consent stays, who a parent was goes. Returns the questions that were put to parents. */
export async function blankConsents(tx: Ctx, personIds: readonly string[]): Promise<string[]> {
  const ids = [...personIds];
  await sql`update people.consent set parent_name = case when parent_name is null then null else '—' end where network_id = ${tx.networkId} and person_id = any(${ids}::uuid[])`.execute(tx.db);
  const { rows } = await sql<{ id: string }>`delete from people.consent_asked where network_id = ${tx.networkId} and person_id = any(${ids}::uuid[]) returning id`.execute(tx.db);
  return rows.map(({ id }) => id);
}
