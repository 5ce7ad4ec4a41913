import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { ItemContent, ItemType } from './items.schemas.ts';
import './assessment.tables.ts';

export interface ItemFigureRow {
  item_id: string;
  version_id: string;
  code: string;
  number: number;
  type: ItemType;
  step: number;
  content: ItemContent;
  /** Answers in finished attempts. */
  answers: number;
  /** Mean share of the points. */
  difficulty: number | null;
  /** Correlation of its points with the points of all other items of the attempt. */
  discrimination: number | null;
}

const FIGURES = sql`count(*)::int as answers, avg(w.points / w.most_points)::float8 as difficulty,
    corr((w.points / w.most_points)::float8, ((a.points - w.points) / nullif(a.most_points - w.most_points, 0))::float8) as discrimination`;

/** Figures of the items of a test, version by version, over all finished attempts of it; in the order of codes. */
export async function listFiguresOfTest(ctx: Ctx, testId: string): Promise<ItemFigureRow[]> {
  const { rows } = await sql<ItemFigureRow>`select i.id as item_id, v.id as version_id, i.code, v.number, v.type, v.step, v.content, ${FIGURES}
    from assessment.attempt a join assessment.answer w on w.network_id = a.network_id and w.attempt_id = a.id
    join assessment.item_version v on v.network_id = a.network_id and v.id = w.item_version_id join assessment.item i on i.network_id = a.network_id and i.id = v.item_id
    where a.network_id = ${ctx.networkId} and a.test_id = ${testId} and a.state = 'finished' group by i.id, v.id order by i.code, v.number limit 500`.execute(ctx.db);
  return rows;
}

/** Figures of one item, version by version, over all finished attempts of all tests it stands in; the newest version first. */
export async function listFiguresOfItem(ctx: Ctx, itemId: string): Promise<ItemFigureRow[]> {
  const { rows } = await sql<ItemFigureRow>`select i.id as item_id, v.id as version_id, i.code, v.number, v.type, v.step, v.content, ${FIGURES}
    from assessment.item i join assessment.item_version v on v.network_id = i.network_id and v.item_id = i.id
    join assessment.answer w on w.network_id = i.network_id and w.item_version_id = v.id join assessment.attempt a on a.network_id = i.network_id and a.id = w.attempt_id
    where i.network_id = ${ctx.networkId} and i.id = ${itemId} and a.state = 'finished' group by i.id, v.id order by v.number desc limit 50`.execute(ctx.db);
  return rows;
}

/** How often each option was ticked in finished attempts, by version. */
export async function listOptionCounts(ctx: Ctx, versionIds: readonly string[], testId: string | null): Promise<{ version_id: string; option: number; count: number }[]> {
  const { rows } = await sql<{ version_id: string; option: number; count: number }>`select w.item_version_id as version_id, o.option::int as option, count(*)::int as count
    from assessment.answer w join assessment.attempt a on a.network_id = w.network_id and a.id = w.attempt_id
    cross join lateral jsonb_array_elements_text(case when jsonb_typeof(w.answer -> 'choices') = 'array' then w.answer -> 'choices' else '[]'::jsonb end) as o (option)
    where w.network_id = ${ctx.networkId} and w.item_version_id = any (${[...versionIds]}::uuid[]) and a.state = 'finished' and (${testId}::uuid is null or a.test_id = ${testId}::uuid)
    group by w.item_version_id, o.option order by w.item_version_id, o.option`.execute(ctx.db);
  return rows;
}

export interface TestFigureRow {
  begun: number;
  finished: number;
  waiting: number;
  passed: number;
  mean: number | null;
}

export async function findTestFigures(ctx: Ctx, testId: string): Promise<TestFigureRow> {
  const { rows } = await sql<TestFigureRow>`select count(*)::int as begun, count(*) filter (where a.state = 'finished')::int as finished, count(*) filter (where a.state = 'waiting')::int as waiting,
      count(*) filter (where a.passed)::int as passed, avg(a.points / nullif(a.most_points, 0)) filter (where a.state = 'finished')::float8 as mean
    from assessment.attempt a where a.network_id = ${ctx.networkId} and a.test_id = ${testId}`.execute(ctx.db);
  return rows[0] ?? { begun: 0, finished: 0, waiting: 0, passed: 0, mean: null };
}
