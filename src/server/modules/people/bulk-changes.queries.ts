import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './registry.tables.ts';
import type { KeptStep, WrittenStep } from './bulk-undo.rule.ts';

type OwnTables = 'people.bulk_change' | 'people.bulk_change_line';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

const actorOf = ({ actor }: Ctx) => (actor.kind === 'account' ? { id: actor.accountId, name: actor.name } : { id: null, name: null });

export interface NewLine {
  subjectId: string;
  written: readonly WrittenStep[];
}

export async function insertBulkChange(tx: Ctx, row: { subjectType: 'person' | 'organisation'; act: string; count: number }): Promise<string> {
  const by = actorOf(tx);
  const made = await on(tx.db)
    .insertInto('people.bulk_change')
    .values({ network_id: tx.networkId, subject_type: row.subjectType, act: row.act, count: row.count, made_at: tx.clock.now(), made_by: by.id, made_by_name: by.name })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

export async function insertBulkLines(tx: Ctx, changeId: string, lines: readonly NewLine[]): Promise<void> {
  await on(tx.db)
    .insertInto('people.bulk_change_line')
    .values(lines.map(({ subjectId, written }) => ({ network_id: tx.networkId, change_id: changeId, subject_id: subjectId, written: JSON.stringify(written) })))
    .execute();
}

/** The latest first; `by` null: everybody's. `after`: the id the page before ended with. */
export async function listBulkChanges(ctx: Ctx, wish: { by: string | null; after: string | undefined }, limit: number) {
  let query = on(ctx.db)
    .selectFrom('people.bulk_change')
    .selectAll()
    .where('network_id', '=', ctx.networkId)
    // Ids are made in the order of time.
    .orderBy('id', 'desc')
    .limit(limit);
  if (wish.by !== null) query = query.where('made_by', '=', wish.by);
  if (wish.after !== undefined) query = query.where('id', '<', wish.after);
  return query.execute();
}
export type BulkChangeRow = Awaited<ReturnType<typeof listBulkChanges>>[number];

export async function findBulkChange(ctx: Ctx, id: string, lock: boolean): Promise<BulkChangeRow | undefined> {
  const query = on(ctx.db).selectFrom('people.bulk_change').selectAll().where('network_id', '=', ctx.networkId).where('id', '=', id);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

export async function listBulkLines(ctx: Ctx, changeId: string) {
  return on(ctx.db)
    .selectFrom('people.bulk_change_line')
    .select(['subject_id', sql<WrittenStep[]>`written`.as('written'), sql<KeptStep[]>`kept`.as('kept')])
    .where('network_id', '=', ctx.networkId)
    .where('change_id', '=', changeId)
    .orderBy('subject_id')
    .execute();
}

export async function updateUndone(tx: Ctx, id: string, kept: readonly { subjectId: string; kept: readonly KeptStep[] }[]): Promise<void> {
  const by = actorOf(tx);
  await on(tx.db)
    .updateTable('people.bulk_change')
    .set({ undone_at: tx.clock.now(), undone_by: by.id, undone_by_name: by.name, kept: kept.length })
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .execute();
  if (kept.length === 0) return;
  await sql`
    update people.bulk_change_line l set kept = v.kept from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as v ("subjectId" uuid, kept jsonb)
    where l.network_id = ${tx.networkId} and l.change_id = ${id}::uuid and l.subject_id = v."subjectId"`.execute(tx.db);
}

/** What was held to take back changes made before a moment. Returns of how many. */
export async function forgetBulkLines(tx: Ctx, before: Date): Promise<number> {
  const old = sql`select c.id from people.bulk_change c where c.network_id = ${tx.networkId} and c.made_at < ${before} and c.forgotten_at is null`;
  await sql`delete from people.bulk_change_line where network_id = ${tx.networkId} and change_id in (${old})`.execute(tx.db);
  const result = await sql`update people.bulk_change set forgotten_at = ${tx.clock.now()} where network_id = ${tx.networkId} and made_at < ${before} and forgotten_at is null`.execute(tx.db);
  return Number(result.numAffectedRows ?? 0);
}
