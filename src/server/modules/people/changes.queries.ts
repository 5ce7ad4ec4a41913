import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './registry.tables.ts';
import type { FieldChange } from './registry.tables.ts';

type OwnTables = 'people.record_change' | 'people.card_view' | 'people.change_request';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface NewChange {
  subjectType: 'person' | 'organisation';
  subjectId: string;
  act: string;
  changes: readonly FieldChange[];
  /** Its line of the audit; what a list brings has none of its own. */
  auditId?: string;
}

export async function insertRecordChanges(tx: Ctx, rows: readonly NewChange[]): Promise<void> {
  if (rows.length === 0) return;
  const { actor } = tx;
  await on(tx.db)
    .insertInto('people.record_change')
    .values(
      rows.map((row) => ({
        network_id: tx.networkId,
        subject_type: row.subjectType,
        subject_id: row.subjectId,
        at: tx.clock.now(),
        actor_kind: actor.kind,
        actor_id: actor.kind === 'account' ? actor.accountId : null,
        actor_name: actor.kind === 'account' ? actor.name : null,
        on_behalf_name: actor.kind === 'account' ? (actor.onBehalfOf?.name ?? null) : null,
        act: row.act,
        changes: JSON.stringify(row.changes),
        audit_id: row.auditId ?? null,
      })),
    )
    .execute();
}

/** What was changed in a record, newest first; one more than asked for when there is more. */
export async function listRecordChanges(ctx: Ctx, subjectType: NewChange['subjectType'], subjectId: string, limit: number) {
  return on(ctx.db)
    .selectFrom('people.record_change')
    .select(['id', 'at', 'actor_kind', 'actor_id', 'actor_name', 'on_behalf_name', 'act', 'changes'])
    .where('network_id', '=', ctx.networkId)
    .where('subject_type', '=', subjectType)
    .where('subject_id', '=', subjectId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
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
