import { z } from 'zod';
import { dateAnswer, numberAnswer } from '#lib/forms/index.ts';
import { oneLine, orNothing, severalLines, tick, versionNumber } from '#server/platform/fields.ts';
import { ITEM_EVIDENCE_MOST, ITEM_REASONS, ITEMS_MOST, MEASURES, OUTCOMES } from './plan.rule.ts';

const none = (value: unknown) => (value === undefined || value === null || (typeof value === 'string' && value.trim() === '') ? null : value);
const words = (max: number) => z.preprocess(none, severalLines(max).nullable());
const must = (max: number) => severalLines(max).pipe(z.string().min(1, 'field.required'));
const step = z.preprocess(none, z.coerce.number('choice.missing').int('choice.missing').min(0, 'choice.missing').max(20, 'choice.missing').nullable());

/** A day within a lifetime of the records: what is further off is a slip of the keys. */
const day = dateAnswer().pipe(z.string().refine((date) => date >= '2000-01-01' && date <= '2100-12-31', 'date.invalid'));
const period = { fromOn: day, untilOn: day, reviewOn: day, goal: words(2000) };

const inOrder = <T extends { fromOn: string; untilOn: string; reviewOn: string }>({ fromOn, untilOn, reviewOn }: T, refine: z.RefinementCtx): void => {
  if (untilOn < fromOn) refine.addIssue({ code: 'custom', path: ['untilOn'], message: 'plan.ends_before' });
  else if (untilOn > `${Number(fromOn.slice(0, 4)) + 3}${fromOn.slice(4)}`) refine.addIssue({ code: 'custom', path: ['untilOn'], message: 'plan.too_long' });
  if (reviewOn < fromOn) refine.addIssue({ code: 'custom', path: ['reviewOn'], message: 'plan.review_before' });
};

/** Competencies of gaps that were ticked; items that were chosen. */
const several = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.uuid('choice.missing')).max(ITEMS_MOST, 'plan.too_many_items').default([])).transform((ids) => [...new Set(ids)]);
export const NewPlan = z.object({ ...period, competencies: several }).superRefine(inOrder);
export type NewPlan = z.output<typeof NewPlan>;
export const PlanInput = z.object({ ...period, revision: versionNumber }).superRefine(inOrder);
export type PlanInput = z.output<typeof PlanInput>;
export const PlanRevision = z.object({ revision: versionNumber });
export const PlanWords = z.object({ revision: versionNumber, words: words(2000) });
export const PlanComment = z.object({ revision: versionNumber, words: must(2000) });
export const PlanNote = z.object({ note: must(2000) });
/** All that waits, or single items. */
export const AgreePlan = z.object({ revision: versionNumber, items: several, words: words(2000) });
export type AgreePlan = z.output<typeof AgreePlan>;

const itemFields = {
  /** Null: in her own words, by `title`. */
  competencyId: z.preprocess(none, z.uuid('choice.missing').nullable()),
  title: z.preprocess(none, oneLine(300).nullable()),
  toStep: step,
  reason: z.enum(ITEM_REASONS, 'choice.missing'),
  measure: z.enum(MEASURES, 'choice.missing'),
  action: must(1000),
  hours: z.preprocess(none, numberAnswer().pipe(z.number().min(0.5, 'plan.hours').max(2000, 'plan.hours')).nullable()),
  dueOn: day,
};
const named = <T extends { competencyId: string | null; title: string | null }>({ competencyId, title }: T, refine: z.RefinementCtx): void => {
  if (competencyId === null && title === null) refine.addIssue({ code: 'custom', path: ['title'], message: 'plan.item_unnamed' });
};
export const NewPlanItem = z.object(itemFields).superRefine(named);
export type NewPlanItem = z.output<typeof NewPlanItem>;
export const PlanItemInput = z.object({ ...itemFields, revision: versionNumber }).superRefine(named);
export type PlanItemInput = z.output<typeof PlanItemInput>;

export const FinishItem = z.object({ revision: versionNumber, doneOn: day, result: words(2000) });
export type FinishItem = z.output<typeof FinishItem>;
export const DropItem = z.object({ revision: versionNumber, words: must(1000) });
export type DropItem = z.output<typeof DropItem>;

/** An offer, for one of the competencies that it teaches. */
export const TakeOffer = z.object({ offerId: z.uuid('choice.missing'), competencyId: z.uuid('choice.missing') });
export type TakeOffer = z.output<typeof TakeOffer>;

/** The pieces that show an item, all of them. */
export const ItemEvidence = z.object({
  revision: versionNumber,
  evidence: z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.uuid('choice.missing')).max(ITEM_EVIDENCE_MOST, 'plan.too_much_evidence').default([])).transform((ids) => [...new Set(ids)]),
});
export type ItemEvidence = z.output<typeof ItemEvidence>;

/** By item: what came of it, the step reached, a word. `next`: unfinished items go into a plan of these days. */
export const PlanReview = z.object({
  revision: versionNumber,
  outcomes: z.record(z.uuid(), z.enum(OUTCOMES, 'choice.missing')).default({}),
  steps: z.record(z.uuid(), step).default({}),
  notes: z.record(z.uuid(), words(2000)).default({}),
  summary: must(4000),
  nextFromOn: z.preprocess(none, day.nullable()),
  nextUntilOn: z.preprocess(none, day.nullable()),
});
export type PlanReview = z.output<typeof PlanReview>;

export const TEAM_STATES = ['none', 'draft', 'proposed', 'agreed', 'waits', 'overdue', 'review'] as const;
export type TeamState = (typeof TEAM_STATES)[number];
export const TeamFilter = z.object({ organisation: orNothing(z.uuid()), state: orNothing(z.enum(TEAM_STATES)), after: orNothing(z.string().max(600)), before: orNothing(z.string().max(600)), all: tick.catch(false) });
export type TeamFilter = z.output<typeof TeamFilter>;
export const AgreeSeveral = z.object({ plans: z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string().regex(/^[0-9a-f-]{36}@\d{1,9}$/, 'choice.missing')).min(1, 'plan.none_chosen').max(200)) });
export type AgreeSeveral = z.output<typeof AgreeSeveral>;
