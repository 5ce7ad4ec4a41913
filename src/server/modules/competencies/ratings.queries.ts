import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { RaterKind, RatingRule, Rule, Weights } from './effective.rule.ts';
import type { ScaleStep } from './framework-content.ts';

export interface NewRating {
  personId: string;
  competencyId: string;
  scaleId: string;
  versionId: string;
  kind: RaterKind;
  step: number;
  comment: string | null;
  authorId: string | null;
  authorName: string | null;
  isAnonymous: boolean;
  sourceType: string;
  sourceId: string;
  /** The campaign it was given in. */
  campaignId?: string | null;
}

/** Writes ratings down; one that was given before is left as it is. Returns how many are new. */
export async function insertRatings(tx: Ctx, rows: readonly NewRating[]): Promise<number> {
  const { numAffectedRows } = await sql`insert into competencies.rating (network_id, person_id, competency_id, scale_id, version_id, kind, step, comment, author_id, author_name, is_anonymous, source_type, source_id, campaign_id, rated_at)
    select ${tx.networkId}::uuid, "personId", "competencyId", "scaleId", "versionId", kind, step, comment, "authorId", "authorName", "isAnonymous", "sourceType", "sourceId", "campaignId", ${tx.clock.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one("personId" uuid, "competencyId" uuid, "scaleId" uuid, "versionId" uuid, kind text, step int, comment text, "authorId" uuid, "authorName" text,
      "isAnonymous" boolean, "sourceType" text, "sourceId" uuid, "campaignId" uuid)
    on conflict (source_type, source_id, person_id, competency_id, kind) do nothing`.execute(tx.db);
  return Number(numAffectedRows ?? 0n);
}

export interface RatingRow {
  id: string;
  personId: string;
  competencyId: string;
  scaleId: string;
  kind: RaterKind;
  step: number;
  comment: string | null;
  authorId: string | null;
  authorName: string | null;
  /** In place of an account that was erased. */
  raterKey: string | null;
  isAnonymous: boolean;
  sourceType: string;
  sourceId: string;
  campaignId: string | null;
  /** From how many on words of its campaign's anonymous raters are shown. */
  minimumGroup: number | null;
  ratedAt: Date;
}

/**
 * All ratings of people, also those given to records that were merged into theirs; all competencies, or these, or those of a framework. Newest first. What somebody said of
 * her own record in another capacity than her own, before anybody knew that it was hers, is not among them.
 */
export async function listRatings(ctx: Ctx, personIds: readonly string[], competencyIds: readonly string[] | null, frameworkId: string | null = null): Promise<RatingRow[]> {
  const { rows } = await sql<RatingRow>`select r.id, card.canonical_id as "personId", r.competency_id as "competencyId", r.scale_id as "scaleId", r.kind, r.step, r.comment, r.author_id as "authorId", r.author_name as "authorName",
      r.rater_key as "raterKey", r.is_anonymous as "isAnonymous", r.source_type as "sourceType", r.source_id as "sourceId", r.campaign_id as "campaignId", g.minimum_group as "minimumGroup", r.rated_at as "ratedAt"
    from people.person_card card join competencies.rating r on r.network_id = card.network_id and r.person_id = card.person_id
    left join competencies.campaign g on g.network_id = r.network_id and g.id = r.campaign_id
    where card.network_id = ${ctx.networkId} and card.canonical_id = any(${[...personIds]}::uuid[]) and (${competencyIds === null} or r.competency_id = any(${[...(competencyIds ?? [])]}::uuid[]))
      and (${frameworkId}::uuid is null or r.competency_id in (select id from competencies.competency k where k.network_id = ${ctx.networkId} and k.framework_id = ${frameworkId}::uuid))
      and (r.kind = 'self' or r.author_id is null or r.author_id is distinct from card.account_id)
    order by r.rated_at desc, r.id desc`.execute(ctx.db);
  return rows;
}

export interface RuleRow extends Rule {
  version: number;
}

/** Rules of the frameworks to which these competencies belong; who has none is not there. */
export async function listRules(ctx: Ctx, competencyIds: readonly string[]): Promise<({ competencyId: string } & RuleRow)[]> {
  const { rows } = await sql<{ competencyId: string } & RuleRow>`select c.id as "competencyId", r.rule, r.weights, r.version from competencies.competency c
    join competencies.rating_rule r on r.network_id = c.network_id and r.framework_id = c.framework_id where c.network_id = ${ctx.networkId} and c.id = any(${[...competencyIds]}::uuid[])`.execute(ctx.db);
  return rows;
}

export async function listScales(ctx: Ctx, scaleIds: readonly string[]): Promise<{ id: string; steps: ScaleStep[] }[]> {
  const { rows } = await sql<{ id: string; steps: ScaleStep[] }>`select id, steps from competencies.scale where network_id = ${ctx.networkId} and id = any(${[...scaleIds]}::uuid[])`.execute(ctx.db);
  return rows;
}

export interface LevelRow {
  personId: string;
  competencyId: string;
  scaleId: string;
  step: number;
  rule: string;
  lowest: number;
  highest: number;
  ratings: number;
  ratedAt: Date;
}

/** Levels of people; all competencies, or these. */
export async function listEffective(ctx: Ctx, personIds: readonly string[], competencyIds: readonly string[] | null = null): Promise<LevelRow[]> {
  const { rows } = await sql<LevelRow>`select person_id as "personId", competency_id as "competencyId", scale_id as "scaleId", step, rule, lowest, highest, ratings, rated_at as "ratedAt" from competencies.effective_level
    where network_id = ${ctx.networkId} and person_id = any(${[...personIds]}::uuid[]) and (${competencyIds === null} or competency_id = any(${[...(competencyIds ?? [])]}::uuid[]))`.execute(ctx.db);
  return rows;
}

/** Levels in place of those that people had in these competencies. */
export async function replaceEffective(tx: Ctx, personIds: readonly string[], competencyIds: readonly string[] | null, rows: readonly LevelRow[]): Promise<void> {
  await sql`delete from competencies.effective_level where network_id = ${tx.networkId} and person_id = any(${[...personIds]}::uuid[]) and (${competencyIds === null} or competency_id = any(${[...(competencyIds ?? [])]}::uuid[]))`.execute(tx.db);
  if (rows.length === 0) return;
  await sql`insert into competencies.effective_level (network_id, person_id, competency_id, scale_id, step, rule, lowest, highest, ratings, rated_at)
    select ${tx.networkId}::uuid, "personId", "competencyId", "scaleId", step, rule, lowest, highest, ratings, "ratedAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one("personId" uuid, "competencyId" uuid, "scaleId" uuid, step int, rule text, lowest int, highest int, ratings int, "ratedAt" timestamptz)`.execute(tx.db);
}

export async function findRule(ctx: Ctx, frameworkId: string): Promise<(RuleRow & { jobId: string | null }) | undefined> {
  const { rows } = await sql<RuleRow & { jobId: string | null }>`select rule, weights, version, job_id as "jobId" from competencies.rating_rule where network_id = ${ctx.networkId} and framework_id = ${frameworkId}`.execute(ctx.db);
  return rows[0];
}

export async function saveRule(tx: Ctx, frameworkId: string, rule: RatingRule, weights: Weights): Promise<void> {
  await sql`insert into competencies.rating_rule as r (network_id, framework_id, rule, weights, changed_at) values (${tx.networkId}, ${frameworkId}, ${rule}, ${JSON.stringify(weights)}::jsonb, ${tx.clock.now()})
    on conflict (framework_id) do update set rule = excluded.rule, weights = excluded.weights, changed_at = excluded.changed_at, version = r.version + 1`.execute(tx.db);
}

/** The same of who has read the rule as it was at `version`; 0: there was none. False when somebody else was faster. */
export async function changeRuleRow(tx: Ctx, frameworkId: string, version: number, { rule, weights }: Rule, jobId: string): Promise<boolean> {
  const given = JSON.stringify(weights);
  const { numAffectedRows } =
    version === 0
      ? await sql`insert into competencies.rating_rule (network_id, framework_id, rule, weights, changed_at, job_id) values (${tx.networkId}, ${frameworkId}, ${rule}, ${given}::jsonb, ${tx.clock.now()}, ${jobId})
          on conflict (framework_id) do nothing`.execute(tx.db)
      : await sql`update competencies.rating_rule set rule = ${rule}, weights = ${given}::jsonb, changed_at = ${tx.clock.now()}, job_id = ${jobId}, version = version + 1
          where network_id = ${tx.networkId} and framework_id = ${frameworkId} and version = ${version}`.execute(tx.db);
  return numAffectedRows === 1n;
}

export async function countRatedPeople(ctx: Ctx, frameworkId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(distinct card.canonical_id)::int as count from competencies.rating r join competencies.competency c on c.network_id = r.network_id and c.id = r.competency_id
    join people.person_card card on card.network_id = r.network_id and card.person_id = r.person_id where r.network_id = ${ctx.networkId} and c.framework_id = ${frameworkId}`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** People with ratings in a framework, a page at a time. */
export async function listRatedPeople(ctx: Ctx, frameworkId: string, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct card.canonical_id as id from competencies.rating r join competencies.competency c on c.network_id = r.network_id and c.id = r.competency_id
    join people.person_card card on card.network_id = r.network_id and card.person_id = r.person_id
    where r.network_id = ${ctx.networkId} and c.framework_id = ${frameworkId} and card.canonical_id > ${after} order by 1 limit ${limit}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
