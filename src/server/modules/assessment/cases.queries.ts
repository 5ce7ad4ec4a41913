import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { PageKey } from '#server/platform/paging.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { Answer } from './answers.ts';
import type { ItemContent } from './items.schemas.ts';
import './assessment.tables.ts';

export type Scope = 'network' | readonly string[];

export interface CaseRow {
  id: string;
  attempt_id: string;
  title: LocalizedText;
  competency: string;
  locale: Locale;
  content: ItemContent;
  answer: Answer | null;
  points: number | null;
  most_points: number;
  marks: number[] | null;
  comment: string | null;
  handed_in_at: Date;
  /** Of whoever wrote it: null where she has none. */
  account_id: string | null;
  organisation_path: string[];
  sort_value: string;
}

const COLUMNS = sql`w.id, w.attempt_id, v.settings -> 'title' as title, t.competency, a.locale, i.content, w.answer, w.points::float8 as points, w.most_points::float8 as most_points, w.marks, w.comment, a.handed_in_at,
  p.account_id, coalesce(o.path, '{}') as organisation_path, a.handed_in_at::text as sort_value`;
const JOINS = sql`assessment.answer w
  join assessment.attempt a on a.network_id = w.network_id and a.id = w.attempt_id
  join assessment.test_version v on v.network_id = w.network_id and v.id = a.test_version_id
  join assessment.test t on t.network_id = w.network_id and t.id = a.test_id
  join assessment.item_version i on i.network_id = w.network_id and i.id = w.item_version_id
  left join people.person_card p on p.network_id = w.network_id and p.person_id = a.person_id
  left join people.organisation_card o on o.network_id = w.network_id and o.organisation_id = p.organisation_id`;

/** Cases that wait within the scope, without those of the actor's own. */
const waiting = (ctx: Ctx, scope: Scope, accountId: string | null): RawBuilder<SqlBool> => sql<SqlBool>`w.network_id = ${ctx.networkId} and w.points is null and a.state = 'waiting'
  and (${scope === 'network'} or o.path && ${scope === 'network' ? [] : [...scope]}::uuid[]) and (p.account_id is null or p.account_id is distinct from ${accountId}::uuid)`;

/** The longest waiting first, one more than the page when there are more. */
export async function listCases(ctx: Ctx, scope: Scope, accountId: string | null, page: { limit: number; from: PageKey | null }): Promise<CaseRow[]> {
  const { from, limit } = page;
  const isBack = from?.direction === 'before';
  const beyond = from === null ? sql`true` : isBack ? sql`(a.handed_in_at, w.id) < (${from.value}::timestamptz, ${from.id}::uuid)` : sql`(a.handed_in_at, w.id) > (${from.value}::timestamptz, ${from.id}::uuid)`;
  const direction = isBack ? sql`desc` : sql`asc`;
  const { rows } = await sql<CaseRow>`select ${COLUMNS} from ${JOINS} where ${waiting(ctx, scope, accountId)} and ${beyond} order by a.handed_in_at ${direction}, w.id ${direction} limit ${limit + 1}`.execute(ctx.db);
  return rows;
}

export async function countCases(ctx: Ctx, scope: Scope, accountId: string | null): Promise<{ count: number; first: Date | null }> {
  const { rows } = await sql<{ count: number; first: Date | null }>`select count(*)::int as count, min(a.handed_in_at) as first from ${JOINS} where ${waiting(ctx, scope, accountId)}`.execute(ctx.db);
  return rows[0] ?? { count: 0, first: null };
}

/** An answer to a case that was handed in. */
export async function findCase(ctx: Ctx, answerId: string): Promise<CaseRow | undefined> {
  const { rows } = await sql<CaseRow>`select ${COLUMNS} from ${JOINS} where w.network_id = ${ctx.networkId} and w.id = ${answerId} and i.type = 'case' and a.state <> 'open'`.execute(ctx.db);
  return rows[0];
}

/** Whose answer it is, whatever its state: for its file. */
export async function findFileOwner(ctx: Ctx, answerId: string): Promise<{ person_id: string | null; state: string; account_id: string | null; organisation_path: string[] } | undefined> {
  const { rows } = await sql<{ person_id: string | null; state: string; account_id: string | null; organisation_path: string[] }>`
    select coalesce(p.canonical_id, a.person_id) as person_id, a.state, p.account_id, coalesce(o.path, '{}') as organisation_path from ${JOINS} where w.network_id = ${ctx.networkId} and w.id = ${answerId}`.execute(ctx.db);
  return rows[0];
}

export async function updateScore(tx: Ctx, answerId: string, score: { points: number; marks: readonly number[]; comment: string | null; by: string | null }): Promise<void> {
  await sql`update assessment.answer set points = ${score.points}, marks = ${JSON.stringify(score.marks)}::jsonb, comment = ${score.comment}, scored_by = ${score.by}, scored_at = ${tx.clock.now()}
    where network_id = ${tx.networkId} and id = ${answerId}`.execute(tx.db);
}

/** Tests of an account whose cases were scored since an instant: for telling that the result is there. */
export async function listFreshResults(ctx: Ctx, accountId: string, since: Date): Promise<{ id: string; title: LocalizedText }[]> {
  const { rows } = await sql<{ id: string; title: LocalizedText }>`select a.id, v.settings -> 'title' as title
    from assessment.attempt a join assessment.test_version v on v.network_id = a.network_id and v.id = a.test_version_id join people.person_card p on p.network_id = a.network_id and p.person_id = a.person_id
    where a.network_id = ${ctx.networkId} and p.account_id = ${accountId}::uuid and a.state = 'finished' and a.finished_at > ${since}
      and exists (select from assessment.answer w where w.network_id = a.network_id and w.attempt_id = a.id and w.scored_at is not null)
    order by a.finished_at limit 20`.execute(ctx.db);
  return rows;
}
