import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import './privacy.tables.ts';

export async function listRetentionRules(ctx: Ctx): Promise<{ kind: string; days: number | null }[]> {
  return ctx.db.$pickTables<'people.retention_rule'>().selectFrom('people.retention_rule').select(['kind', 'days']).where('network_id', '=', ctx.networkId).execute();
}

export async function upsertRetentionRule(tx: Ctx, kind: string, days: number | null, by: string | null): Promise<void> {
  await sql`insert into people.retention_rule (network_id, kind, days, changed_by, changed_at) values (${tx.networkId}, ${kind}, ${days}, ${by}, ${tx.clock.now()})
    on conflict (network_id, kind) do update set days = excluded.days, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(tx.db);
}

interface Example {
  text: string;
  at: Date;
}

export async function countOldViews(ctx: Ctx, before: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from people.card_view where network_id = ${ctx.networkId} and hour < ${before}`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}

export async function listOldViews(ctx: Ctx, before: Date): Promise<Example[]> {
  const { rows } = await sql<Example>`select p.sort_name as text, v.hour as at from people.card_view v join people.person p on p.network_id = v.network_id and p.id = v.person_id
    where v.network_id = ${ctx.networkId} and v.hour < ${before} order by v.hour, p.id limit 5`.execute(ctx.db);
  return rows;
}

export async function deleteOldViews(tx: Ctx, before: Date): Promise<number> {
  const result = await sql`delete from people.card_view where network_id = ${tx.networkId} and hour < ${before}`.execute(tx.db);
  return Number(result.numAffectedRows ?? 0);
}

export async function countOldChanges(ctx: Ctx, before: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from people.record_change where network_id = ${ctx.networkId} and subject_type = 'person' and at < ${before}`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}

export async function listOldChanges(ctx: Ctx, before: Date): Promise<Example[]> {
  const { rows } = await sql<Example>`select p.sort_name as text, r.at from people.record_change r join people.person p on p.network_id = r.network_id and p.id = r.subject_id
    where r.network_id = ${ctx.networkId} and r.subject_type = 'person' and r.at < ${before} order by r.at, r.id limit 5`.execute(ctx.db);
  return rows;
}

export async function deleteOldChanges(tx: Ctx, before: Date): Promise<number> {
  const result = await sql`delete from people.record_change where network_id = ${tx.networkId} and subject_type = 'person' and at < ${before}`.execute(tx.db);
  return Number(result.numAffectedRows ?? 0);
}

/** People who have worked nowhere since before an instant: by the last day of their last post. Who never had a post is not meant. */
const left = (ctx: Ctx, before: Date) => sql`
  from people.person p
  join lateral (select max(coalesce(e.to_date, 'infinity'::date)) as last from people.employment e where e.network_id = p.network_id and e.person_id = p.id) post on post.last < ${before}::date
  where p.network_id = ${ctx.networkId} and p.anonymised_at is null and not p.is_working
    and not exists (select from people.person_alias a where a.network_id = p.network_id and a.old_person_id = p.id)`;

export async function countLeft(ctx: Ctx, before: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n ${left(ctx, before)}`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}

export async function listLeft(ctx: Ctx, before: Date, limit: number): Promise<(Example & { id: string })[]> {
  const { rows } = await sql<Example & { id: string }>`select p.id, p.sort_name as text, post.last::timestamptz as at ${left(ctx, before)} order by post.last, p.id limit ${limit}`.execute(ctx.db);
  return rows;
}

/** Rows of lists that were brought: their own job removes them. */
export async function countOldImports(ctx: Ctx, before: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from people.import where network_id = ${ctx.networkId} and forgotten_at is null and created_at < ${before}`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}

export async function listOldImports(ctx: Ctx, before: Date): Promise<Example[]> {
  const { rows } = await sql<Example>`select file_name as text, created_at as at from people.import where network_id = ${ctx.networkId} and forgotten_at is null and created_at < ${before} order by created_at, id limit 5`.execute(ctx.db);
  return rows;
}

export async function countOldBulkChanges(ctx: Ctx, before: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from people.bulk_change where network_id = ${ctx.networkId} and forgotten_at is null and made_at < ${before}`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}

export async function listOldBulkChanges(ctx: Ctx, before: Date): Promise<Example[]> {
  const { rows } = await sql<Example>`select coalesce(made_by_name, '') as text, made_at as at from people.bulk_change
    where network_id = ${ctx.networkId} and forgotten_at is null and made_at < ${before} order by made_at, id limit 5`.execute(ctx.db);
  return rows;
}
