import { z } from 'zod';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { conflict, notFound } from '#server/platform/errors.ts';
import { wholeNumber } from '#server/platform/fields.ts';
import { findJob, resumeJob, startJob, stopJob } from '#server/platform/jobs.ts';
import { systemCtx, type JobRun } from '#server/platform/platform.ts';
import { HOUSE_RULE, RATER_KINDS, RATING_RULES, type RaterKind, type Rule } from './effective.rule.ts';
import { getVersionFor } from './framework-access.ts';
import { lockFramework, type VersionRow } from './frameworks.queries.ts';
import { listItems } from './items.queries.ts';
import { changeRuleRow, countRatedPeople, findRule, listEffective, listRatedPeople } from './ratings.queries.ts';
import { judge } from './judging.ts';
import { judgeFramework, NOBODY } from './ratings.service.ts';

export const JUDGE_FRAMEWORK_JOB = 'growth.judge_framework';
/** No kind of rater weighs more. */
export const MOST_WEIGHT = 10;
/** So many people are looked at before a rule is changed; of more the first by id, which says nothing about them. */
const LOOKED_AT = 400;
const BATCH = 100;
const TELL_MS = 400;

const weight = wholeNumber(0, MOST_WEIGHT);
export const RuleInput = z.object({
  /** As it was read; 0: the framework had no rule of its own. */
  version: z.coerce.number().int().min(0),
  rule: z.enum(RATING_RULES, 'choice.missing'),
  weights: z
    .object(Object.fromEntries(RATER_KINDS.map((kind) => [kind, weight])) as Record<RaterKind, typeof weight>)
    .refine((weights) => Object.values(weights).some((one) => one > 0), { error: 'rule.no_weight' }),
});
export type RuleInput = z.output<typeof RuleInput>;

type JobRow = NonNullable<Awaited<ReturnType<typeof findJob>>>;

export interface RuleView extends Rule {
  framework: VersionRow;
  version: number;
  /** People who were rated: whom a change may concern. */
  people: number;
  /** The last judging after a change. */
  job: { state: JobRow['state']; done: number; total: number; stopRequested: boolean; createdAt: Date; finishedAt: Date | null; errorCode: string | null } | null;
}

/** By which rule the ratings of a framework make levels, for its keepers. Error `page.not_found`. */
export async function showRule(ctx: Ctx, versionId: string): Promise<RuleView> {
  const framework = await getVersionFor(ctx, versionId, 'keep');
  const row = await findRule(ctx, framework.frameworkId);
  const job = row?.jobId ? await findJob(ctx, row.jobId) : undefined;
  return {
    ...{ framework, version: row?.version ?? 0, rule: row?.rule ?? HOUSE_RULE.rule, weights: row?.weights ?? HOUSE_RULE.weights },
    people: await countRatedPeople(ctx, framework.frameworkId),
    job: job ? { state: job.state, done: job.done, total: job.total, stopRequested: job.stop_requested, createdAt: job.created_at, finishedAt: job.finished_at, errorCode: job.error_code } : null,
  };
}

export interface RulePreview {
  /** People who were looked at, of all who were rated. */
  people: number;
  of: number;
  /** Of them, who would have another level somewhere; levels that would rise and fall. */
  changed: number;
  up: number;
  down: number;
}

/** What a rule would change, before it is one. Errors as in `showRule`. */
export async function previewRule(ctx: Ctx, versionId: string, rule: Rule): Promise<RulePreview> {
  const { frameworkId, id } = await getVersionFor(ctx, versionId, 'keep');
  const competencies = (await listItems(ctx, id)).filter(({ kind }) => kind === 'competency').map(({ competencyId }) => competencyId);
  const found: RulePreview = { people: 0, of: await countRatedPeople(ctx, frameworkId), changed: 0, up: 0, down: 0 };
  for (let after = NOBODY; found.people < LOOKED_AT; ) {
    const people = await listRatedPeople(ctx, frameworkId, after, BATCH);
    const last = people.at(-1);
    if (last === undefined) break;
    after = last;
    const key = (level: { personId: string; competencyId: string; scaleId: string }) => `${level.personId} ${level.competencyId} ${level.scaleId}`;
    const now = new Map((await listEffective(ctx, people, competencies)).map((level) => [key(level), level.step]));
    const changed = new Set<string>();
    for (const level of await judge(ctx, people, competencies, rule)) {
      const before = now.get(key(level));
      if (before === undefined || before === level.step) continue;
      changed.add(level.personId);
      found[level.step > before ? 'up' : 'down'] += 1;
    }
    found.people += people.length;
    found.changed += changed.size;
  }
  return found;
}

/** Changes the rule and judges everybody anew in the background. Errors: `record.changed_meanwhile` (409), `page.not_found`. */
export async function changeRule(ctx: Ctx, versionId: string, { version, ...rule }: RuleInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { frameworkId } = await getVersionFor(tx, versionId, 'keep');
    await lockFramework(tx, frameworkId);
    const before = await findRule(tx, frameworkId);
    // What still runs by the rule before would only be done twice.
    if (before?.jobId) await stopJob(tx, before.jobId);
    const jobId = await startJob(tx, JUDGE_FRAMEWORK_JOB, { frameworkId });
    if (!(await changeRuleRow(tx, frameworkId, version, rule, jobId))) throw conflict();
    await audit(tx, { act: 'framework.rule_changed', subjectType: 'framework', subjectId: frameworkId, data: { from: before?.rule ?? HOUSE_RULE.rule, to: rule.rule } });
  });
}

/** Stops the judging, or goes on with it: it begins again, and comes to the same. Errors as in `showRule`. */
export async function steerJudging(ctx: Ctx, versionId: string, wish: 'stop' | 'resume'): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { frameworkId } = await getVersionFor(tx, versionId, 'keep');
    const row = await findRule(tx, frameworkId);
    if (!row?.jobId) throw notFound();
    await (wish === 'stop' ? stopJob : resumeJob)(tx, row.jobId);
    await audit(tx, { act: wish === 'stop' ? 'job.stopped' : 'job.resumed', subjectType: 'job', subjectId: row.jobId });
  });
}

/** The job: everybody's levels of a framework by the rule it has now. */
export async function runJudging(run: JobRun): Promise<Record<string, unknown>> {
  const ctx = systemCtx(run.platform, run.networkId, JUDGE_FRAMEWORK_JOB, 'ru');
  const frameworkId = String(run.params.frameworkId);
  const total = await countRatedPeople(ctx, frameworkId);
  let toldAt = 0;
  const people = await judgeFramework(ctx, frameworkId, async (done) => {
    if (Date.now() - toldAt < TELL_MS && done < total) return false;
    toldAt = Date.now();
    await run.progress(done, total);
    return run.stopRequested();
  });
  return { people };
}
