import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { IssueFacts, PrintedFields } from './credentials.schemas.ts';
import './credentials.tables.ts';
import type { LegalStatus } from './legal-status.rule.ts';
import type { CredentialKind } from './credential-kinds.ts';
import type { PaperForm, Series } from './credentials.tables.ts';

type OwnTables = 'credentials.register_counter' | 'credentials.issue' | 'people.organisation_card';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface Register {
  organisationId: string;
  year: number;
  kind: CredentialKind;
  series: Series;
}

/**
 * The next number of a register. The row stays locked until the transaction ends, so that whoever comes meanwhile waits, gets the
 * number after it, or this very one when the transaction is rolled back.
 */
export async function takeNumber(tx: Ctx, at: Register): Promise<number> {
  const { rows } = await sql<{ last_seq: number }>`
    insert into credentials.register_counter as c (network_id, organisation_id, year, kind, series, last_seq)
    values (${tx.networkId}, ${at.organisationId}, ${at.year}, ${at.kind}, ${at.series}, 1)
    on conflict (network_id, organisation_id, year, kind, series) do update set last_seq = c.last_seq + 1
    returning last_seq`.execute(tx.db);
  const [row] = rows;
  if (!row) throw new Error('the register gave no number');
  return row.last_seq;
}

/** Gives back the number just taken; only inside the transaction that took it and still holds the lock. */
export async function returnNumber(tx: Ctx, at: Register): Promise<void> {
  await on(tx.db)
    .updateTable('credentials.register_counter')
    .set((eb) => ({ last_seq: eb('last_seq', '-', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('organisation_id', '=', at.organisationId)
    .where('year', '=', at.year)
    .where('kind', '=', at.kind)
    .where('series', '=', at.series)
    .execute();
}

export interface NewIssueRow extends Register {
  id: string;
  seq: number;
  number: string;
  checkCode: string;
  publicAddress: string;
  locale: string;
  holderName: string;
  searchKey: string;
  holderIsMinor: boolean;
  fields: PrintedFields;
  facts: IssueFacts;
  validUntil: string | null;
  sourceType: string;
  sourceId: string;
  issuedAt: Date;
  issuedBy: string | null;
  issuedOn: string;
  replacesId: string | null;
  batchId: string | null;
  renewsId: string | null;
  legalStatus: LegalStatus;
  licenceId: string | null;
  isDuplicate: boolean;
  mailAddress: string | null;
  templateVersionId: string | null;
}

const ONCE = sql`(network_id, source_type, source_id, kind) where revoked_at is null and renews_id is null`;
const RENEWED_ONCE = sql`(renews_id) where renews_id is not null and revoked_at is null`;

/** False when a valid issue of the same source and kind is there already (perhaps of a transaction that has just ended). */
export async function insertIssue(tx: Ctx, row: NewIssueRow): Promise<boolean> {
  const result = await sql`
    insert into credentials.issue (id, network_id, organisation_id, kind, year, seq, number, series, check_code, public_address, locale,
      holder_name, search_key, holder_is_minor, fields, source_type, source_id, issued_at, issued_by, issued_on, replaces_id, mail_address, facts, valid_until, batch_id, renews_id, legal_status, licence_id, is_duplicate, template_version_id)
    values (${row.id}, ${tx.networkId}, ${row.organisationId}, ${row.kind}, ${row.year}, ${row.seq}, ${row.number}, ${row.series},
      ${row.checkCode}, ${row.publicAddress}, ${row.locale}, ${row.holderName}, ${row.searchKey}, ${row.holderIsMinor}, ${JSON.stringify(row.fields)},
      ${row.sourceType}, ${row.sourceId}, ${row.issuedAt}, ${row.issuedBy}, ${row.issuedOn}, ${row.replacesId}, ${row.mailAddress}, ${JSON.stringify(row.facts)}, ${row.validUntil}, ${row.batchId}, ${row.renewsId}, ${row.legalStatus}, ${row.licenceId}, ${row.isDuplicate}, ${row.templateVersionId})
    on conflict ${row.renewsId === null ? ONCE : RENEWED_ONCE} do nothing`.execute(tx.db);
  return result.numAffectedRows === 1n;
}

const selectIssue = (db: Db | Tx) =>
  on(db)
    .selectFrom('credentials.issue as i')
    .innerJoin('people.organisation_card as o', (join) =>
      join.onRef('o.organisation_id', '=', 'i.organisation_id').onRef('o.network_id', '=', 'i.network_id'),
    )
    .leftJoin('credentials.issue as next', (join) => join.onRef('next.replaces_id', '=', 'i.id').onRef('next.network_id', '=', 'i.network_id'))
    .leftJoin('credentials.issue as renewal', (join) => join.onRef('renewal.renews_id', '=', 'i.id').onRef('renewal.network_id', '=', 'i.network_id').on('renewal.revoked_at', 'is', null))
    .selectAll('i')
    .select(['renewal.id as renewal_id', 'renewal.number as renewal_number'])
    .select(['o.path as organisation_path', 'o.name as organisation_name', 'next.id as next_id', 'next.number as next_number']);

export type IssueRow = Awaited<ReturnType<ReturnType<typeof selectIssue>['executeTakeFirstOrThrow']>>;

export async function findIssue(ctx: Ctx, id: string): Promise<IssueRow | undefined> {
  return selectIssue(ctx.db).where('i.network_id', '=', ctx.networkId).where('i.id', '=', id).executeTakeFirst();
}

/**
 * Holds a line until the transaction ends, so that what is read of it afterwards stays true: nobody stops, prolongs or duplicates it meanwhile.
 * Lines that name it may still be written: whoever does holds a register, for which we may be waiting.
 */
export async function lockIssue(tx: Ctx, id: string): Promise<void> {
  await sql`select from credentials.issue where network_id = ${tx.networkId} and id = ${id} for no key update`.execute(tx.db);
}

/** The issue of a source: the valid one, else the one revoked last. */
export async function findIssueOfSource(ctx: Ctx, source: { sourceType: string; sourceId: string; kind: CredentialKind }) {
  return selectIssue(ctx.db)
    .where('i.network_id', '=', ctx.networkId)
    .where('i.source_type', '=', source.sourceType)
    .where('i.source_id', '=', source.sourceId)
    .where('i.kind', '=', source.kind)
    .where('i.renews_id', 'is', null)
    .orderBy('i.revoked_at', (order) => order.desc().nullsFirst())
    .orderBy('i.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function listIssuesOfSources(ctx: Ctx, sourceType: string, sourceIds: readonly string[]): Promise<IssueRow[]> {
  return selectIssue(ctx.db)
    .where('i.network_id', '=', ctx.networkId)
    .where('i.source_type', '=', sourceType)
    .where('i.source_id', 'in', sourceIds)
    .orderBy('i.issued_at')
    .orderBy('i.id')
    .execute();
}

/** Addresses in small letters. */
export async function listIssuesMailedTo(ctx: Ctx, addresses: readonly string[]): Promise<IssueRow[]> {
  return selectIssue(ctx.db)
    .where('i.network_id', '=', ctx.networkId)
    .where(sql<string>`lower(i.mail_address)`, 'in', [...addresses])
    .orderBy('i.issued_at')
    .orderBy('i.id')
    .limit(1000)
    .execute();
}

/** True when this call revoked it; false when it had been revoked before. */
export async function updateRevoked(tx: Ctx, id: string, by: string | null, reason: string): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('credentials.issue')
    .set({ revoked_at: tx.clock.now(), revoked_by: by, revoke_reason: reason })
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/**
 * Writes down that somebody gets it now, before she does: from here on it can only be revoked. False when it has been revoked or annulled
 * meanwhile, so that nothing may go out.
 */
export async function markGiven(ctx: Ctx, issueId: string): Promise<boolean> {
  const { rows } = await sql`
    update credentials.issue set given_at = coalesce(given_at, ${ctx.clock.now()})
    where network_id = ${ctx.networkId} and id = ${issueId} and revoked_at is null returning 1`.execute(ctx.db);
  return rows.length === 1;
}

/** Keeps the finger-print of a paper. `isNew`: these bytes were not given out before; `others`: other bytes of the same form were. */
export async function keepPaper(ctx: Ctx, issueId: string, sha256: string, form: PaperForm = 'ua-1'): Promise<{ isNew: boolean; others: number }> {
  const { rows } = await sql<{ is_new: boolean; others: number }>`
    with made as (
      insert into credentials.paper (issue_id, network_id, sha256, first_given_at, form)
      values (${issueId}, ${ctx.networkId}, ${sha256}, ${ctx.clock.now()}, ${form}) on conflict do nothing returning 1
    )
    select exists (select from made) as is_new, (select count(*)::int from credentials.paper where issue_id = ${issueId} and form = ${form} and sha256 <> ${sha256}) as others`.execute(ctx.db);
  return { isNew: rows[0]?.is_new ?? false, others: rows[0]?.others ?? 0 };
}

/** Suspends, or lifts it (null); true when this call did. */
export async function updateSuspended(tx: Ctx, id: string, how: { by: string | null; reason: string } | null): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('credentials.issue')
    .set(how ? { suspended_at: tx.clock.now(), suspended_by: how.by, suspend_reason: how.reason } : { suspended_at: null, suspended_by: null, suspend_reason: null })
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where('suspended_at', how ? 'is' : 'is not', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deletePracticeIssues(tx: Ctx, sourceType: string, sourceIds: readonly string[]): Promise<number> {
  const result = await on(tx.db)
    .deleteFrom('credentials.issue')
    .where('network_id', '=', tx.networkId)
    .where('series', '=', 'practice')
    .where('source_type', '=', sourceType)
    .where('source_id', 'in', sourceIds)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Ids of the papers of these holders whose address is known; it is forgotten by the same statement. */
export async function forgetMailAddresses(tx: Ctx, sourceType: string, sourceIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`update credentials.issue set mail_address = null
    where network_id = ${tx.networkId} and source_type = ${sourceType} and source_id = any (${[...sourceIds]}::uuid[]) returning id`.execute(tx.db);
  return rows.map((row) => row.id);
}
