import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './imports.tables.ts';
import './registry.tables.ts';
import type { FieldChange } from './registry.tables.ts';

type OwnTables = 'people.record_change' | 'people.card_view' | 'people.change_request' | 'people.import';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface NewChange {
  subjectType: 'person' | 'organisation';
  subjectId: string;
  act: string;
  changes: readonly FieldChange[];
  /** The list that brings it or is taken back. */
  importId?: string;
  /** Its line of the audit; what seeds write has none. */
  auditId?: string;
}

/** Any number of lines in one statement, as one value. */
export async function insertRecordChanges(tx: Ctx, rows: readonly NewChange[]): Promise<void> {
  if (rows.length === 0) return;
  const { actor } = tx;
  const [id, name, giver] = actor.kind === 'account' ? [actor.accountId, actor.name, actor.onBehalfOf?.name ?? null] : [null, null, null];
  await sql`
    insert into people.record_change (network_id, subject_type, subject_id, at, actor_kind, actor_id, actor_name, on_behalf_name, act, changes, audit_id, import_id)
    select ${tx.networkId}::uuid, r."subjectType", r."subjectId", ${tx.clock.now()}::timestamptz, ${actor.kind}, ${id}::uuid, ${name}::text, ${giver}::text,
      r.act, r.changes, r."auditId", r."importId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r ("subjectType" text, "subjectId" uuid, act text, changes jsonb, "auditId" uuid, "importId" uuid)`.execute(tx.db);
}

/** What was changed in a record and by which list, newest first; one more than asked for when there is more. */
export async function listRecordChanges(ctx: Ctx, subjectType: NewChange['subjectType'], subjectId: string, limit: number) {
  return on(ctx.db)
    .selectFrom('people.record_change as c')
    .leftJoin('people.import as i', (join) => join.onRef('i.network_id', '=', 'c.network_id').onRef('i.id', '=', 'c.import_id'))
    .select(['c.id', 'c.at', 'c.actor_kind', 'c.actor_id', 'c.actor_name', 'c.on_behalf_name', 'c.act', 'c.changes'])
    .select(['c.import_id', 'i.file_name', 'i.kind as import_kind', 'i.created_by as import_by'])
    .where('c.network_id', '=', ctx.networkId)
    .where('c.subject_type', '=', subjectType)
    .where('c.subject_id', '=', subjectId)
    .orderBy('c.at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(limit + 1)
    .execute();
}

/** What the lines of the audit changed, with before and after. The caller has checked the right to the lines. */
export async function listChangesOfAudit(ctx: Ctx, auditIds: readonly string[]): Promise<{ audit_id: string | null; changes: FieldChange[] }[]> {
  return on(ctx.db)
    .selectFrom('people.record_change')
    .select(['audit_id', 'changes'])
    .where('network_id', '=', ctx.networkId)
    .where(sql<SqlBool>`audit_id = any(${auditIds}::uuid[])`)
    .execute();
}

/** Who looked, newest first, at most 100. */
export async function listCardViews(ctx: Ctx, personId: string) {
  return on(ctx.db)
    .selectFrom('people.card_view')
    .select(['account_id', 'hour'])
    .where('network_id', '=', ctx.networkId)
    .where('person_id', '=', personId)
    .orderBy('hour', 'desc')
    .limit(100)
    .execute();
}

export async function insertChangeRequest(tx: Ctx, row: { personId: string; changes: readonly FieldChange[]; askedBy: string }): Promise<string> {
  const made = await on(tx.db)
    .insertInto('people.change_request')
    .values({
      network_id: tx.networkId,
      person_id: row.personId,
      changes: JSON.stringify(row.changes),
      asked_by: row.askedBy,
      created_at: tx.clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

export async function findOpenRequest(ctx: Ctx, personId: string) {
  return on(ctx.db)
    .selectFrom('people.change_request')
    .select(['id', 'changes', 'asked_by', 'created_at'])
    .where('network_id', '=', ctx.networkId)
    .where('person_id', '=', personId)
    .where('state', '=', 'open')
    .executeTakeFirst();
}

/** Of two who decide at once one succeeds. */
export async function closeRequest(
  tx: Ctx,
  id: string,
  to: { state: 'confirmed' | 'declined' | 'withdrawn'; decidedBy: string | null; reason: string | null },
): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('people.change_request')
    .set({ state: to.state, decided_by: to.decidedBy, decided_at: tx.clock.now(), reason: to.reason })
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
