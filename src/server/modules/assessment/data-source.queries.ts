import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './assessment.tables.ts';

export interface HeldAttempt {
  id: string;
  title: LocalizedText;
  started_at: Date;
  handed_in_at: Date | null;
  points: number | null;
  most_points: number;
  passed: boolean | null;
  /** What she wrote to cases. */
  texts: string | null;
  comments: string | null;
}

export async function listHeldAttempts(ctx: Ctx, personIds: readonly string[]): Promise<HeldAttempt[]> {
  const { rows } = await sql<HeldAttempt>`select a.id, v.settings -> 'title' as title, a.started_at, a.handed_in_at, a.points::float8 as points, a.most_points::float8 as most_points, a.passed,
      (select string_agg(w.answer ->> 'text', E'\n\n' order by w.position) from assessment.answer w where w.network_id = a.network_id and w.attempt_id = a.id and w.answer ->> 'text' <> '') as texts,
      (select string_agg(w.comment, E'\n\n' order by w.position) from assessment.answer w where w.network_id = a.network_id and w.attempt_id = a.id) as comments
    from assessment.attempt a join assessment.test_version v on v.network_id = a.network_id and v.id = a.test_version_id
    where a.network_id = ${ctx.networkId} and a.person_id = any (${[...personIds]}::uuid[]) order by a.started_at limit 1000`.execute(ctx.db);
  return rows;
}

/** Answers of theirs that have a file. */
export async function listAnswersWithFile(ctx: Ctx, personIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select w.id from assessment.answer w join assessment.attempt a on a.network_id = w.network_id and a.id = w.attempt_id
    where w.network_id = ${ctx.networkId} and a.person_id = any (${[...personIds]}::uuid[]) and jsonb_typeof(w.answer -> 'file') = 'object'`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** What was not finished goes; what was stays as a figure: without her, her words and the words about them. */
export async function partAttempts(tx: Ctx, personIds: readonly string[]): Promise<void> {
  const ids = [...personIds];
  await sql`delete from assessment.answer w using assessment.attempt a where w.network_id = ${tx.networkId} and a.network_id = w.network_id and a.id = w.attempt_id and a.person_id = any (${ids}::uuid[]) and a.state <> 'finished'`.execute(tx.db);
  await sql`delete from assessment.attempt a where a.network_id = ${tx.networkId} and a.person_id = any (${ids}::uuid[]) and a.state <> 'finished'`.execute(tx.db);
  await sql`update assessment.answer w set comment = null, answer = case when w.answer ? 'text' then null else w.answer end from assessment.attempt a
    where w.network_id = ${tx.networkId} and a.network_id = w.network_id and a.id = w.attempt_id and a.person_id = any (${ids}::uuid[])`.execute(tx.db);
  await sql`update assessment.attempt a set person_id = null where a.network_id = ${tx.networkId} and a.person_id = any (${ids}::uuid[])`.execute(tx.db);
}

/** Words of others about her work. */
export async function blankComments(tx: Ctx, mentions: { addresses: string[]; families: string[]; givens: string[] }): Promise<void> {
  await sql`update assessment.answer w set comment = null where w.network_id = ${tx.networkId} and w.comment is not null
    and (w.comment ilike any (${mentions.addresses}::text[]) or exists (select from unnest(${mentions.families}::text[], ${mentions.givens}::text[]) n (family, given) where w.comment ilike n.family and w.comment ilike n.given))`.execute(tx.db);
}
