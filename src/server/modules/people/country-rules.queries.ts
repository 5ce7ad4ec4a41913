import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { SourceKind, TrustMark } from './country-profiles.data.ts';
import './country-rules.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'people.country_rule'>();

export interface CountryRuleRow {
  id: string;
  country: string;
  rule: string;
  value: object;
  mark: TrustMark;
  kind: SourceKind | null;
  source: string | null;
  validFrom: string | null;
  validTo: string | null;
  note: string | null;
  changedBy: string | null;
  createdAt: Date;
  closedAt: Date | null;
  closedBy: string | null;
}

const ROW = [
  'id',
  'country',
  'rule',
  'value',
  'mark',
  'kind',
  'source',
  'valid_from as validFrom',
  'valid_to as validTo',
  'note',
  'changed_by as changedBy',
  'created_at as createdAt',
  'closed_at as closedAt',
  'closed_by as closedBy',
] as const;

/** Every version that stands in the network, by the day it holds from. Ids made in one millisecond are in no order. */
export async function listStandingRules(ctx: Ctx): Promise<CountryRuleRow[]> {
  return on(ctx.db).selectFrom('people.country_rule').select(ROW).where('network_id', '=', ctx.networkId).where('closed_at', 'is', null).orderBy('valid_from', (order) => order.asc().nullsFirst()).orderBy('id').execute();
}

/** What the network ever wrote for one rule, newest first; at most 200. */
export async function listRuleHistory(ctx: Ctx, country: string, rule: string): Promise<CountryRuleRow[]> {
  return on(ctx.db)
    .selectFrom('people.country_rule')
    .select(ROW)
    .where('network_id', '=', ctx.networkId)
    .where('country', '=', country)
    .where('rule', '=', rule)
    .orderBy('created_at', 'desc')
    .orderBy('valid_from', (order) => order.desc().nullsLast())
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
}

/** Changes of one rule wait for one another: what is read after this is what will be changed. */
export async function lockRule(tx: Ctx, country: string, rule: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`country_rule/${tx.networkId}/${country}/${rule}`}, 0))`.execute(tx.db);
}

export async function insertRule(
  tx: Ctx,
  row: Omit<CountryRuleRow, 'id' | 'createdAt' | 'closedAt' | 'closedBy'> & { id: string },
): Promise<void> {
  await on(tx.db)
    .insertInto('people.country_rule')
    .values({
      id: row.id,
      network_id: tx.networkId,
      country: row.country,
      rule: row.rule,
      value: JSON.stringify(row.value),
      mark: row.mark,
      kind: row.kind,
      source: row.source,
      valid_from: row.validFrom,
      valid_to: row.validTo,
      note: row.note,
      changed_by: row.changedBy,
      created_at: tx.clock.now(),
      closed_at: null,
      closed_by: null,
    })
    .execute();
}

export async function closeRules(tx: Ctx, ids: readonly string[], closedBy: string | null): Promise<void> {
  await on(tx.db)
    .updateTable('people.country_rule')
    .set({ closed_at: tx.clock.now(), closed_by: closedBy })
    .where('network_id', '=', tx.networkId)
    .where('id', 'in', [...ids])
    .where('closed_at', 'is', null)
    .execute();
}
