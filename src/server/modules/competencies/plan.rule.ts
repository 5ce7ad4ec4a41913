/** Plans of development: what is proposed, how far one is, what waits. Pure. */
import type { Gap } from './gap.rule.ts';
import type { OfferKind } from './offers.queries.ts';

export const PLAN_STATES = ['draft', 'proposed', 'agreed', 'closed', 'withdrawn'] as const;
export type PlanState = (typeof PLAN_STATES)[number];
export const ITEM_STATES = ['planned', 'under_way', 'done', 'dropped'] as const;
export type PlanItemState = (typeof ITEM_STATES)[number];
export const ITEM_REASONS = ['gap', 'wish', 'asked'] as const;
export type ItemReason = (typeof ITEM_REASONS)[number];
export const MEASURES = ['seminar', 'course', 'mentor', 'self_study', 'workplace', 'practice', 'test', 'other'] as const;
export type Measure = (typeof MEASURES)[number];
export const OUTCOMES = ['done', 'carry', 'drop'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** So many days before it is due an item is reminded of. */
export const SOON_DAYS = 14;
/** So many gaps are offered to begin with; more than a person can work on in a year helps nobody. */
export const PROPOSALS_MOST = 30;
export const ITEMS_MOST = 50;
/** So many pieces of evidence are named by one item. */
export const ITEM_EVIDENCE_MOST = 10;
export const NOTES_MOST = 200;

/** How one learns by what is offered. */
export const MEASURE_OF_OFFER: Record<OfferKind, Measure> = { event: 'seminar', module: 'course', mentor: 'mentor', practice: 'practice', workplace: 'workplace' };
/** Minutes as an item counts hours: to a tenth, half an hour at least; null: nothing said. */
export const hoursOf = (minutes: number | null): number | null => (minutes === null || minutes <= 0 ? null : Math.min(2000, Math.max(0.5, Math.round(minutes / 6) / 10)));

export const isOpen = (state: PlanState): boolean => state === 'draft' || state === 'proposed' || state === 'agreed';

export interface GapLine {
  competencyId: string;
  versionId: string;
  fromStep: number | null;
  toStep: number;
  gap: Gap;
}

/** Gaps that no item is about yet: the biggest first, then in the order of the framework; what nobody has rated is no gap. */
export function proposalsOf<Line extends GapLine>(lines: readonly Line[], taken: ReadonlySet<string>): Line[] {
  return lines
    .map((line, place) => ({ line, place }))
    .filter(({ line }) => line.gap.standing === 'gap' && !taken.has(line.competencyId))
    .sort((a, b) => b.line.gap.size - a.line.gap.size || a.place - b.place)
    .slice(0, PROPOSALS_MOST)
    .map(({ line }) => line);
}

export interface ItemLike {
  state: PlanItemState;
  dueOn: string;
  agreedAt: Date | null;
  hours: number | null;
}

export interface Progress {
  /** Of all items that were not dropped. */
  total: number;
  done: number;
  underWay: number;
  dropped: number;
  overdue: number;
  /** Due within {@link SOON_DAYS} days, today counted. */
  soon: number;
  /** Added or changed since the head agreed. */
  waiting: number;
  hours: number;
  hoursDone: number;
}

export const isUnfinished = ({ state }: Pick<ItemLike, 'state'>): boolean => state === 'planned' || state === 'under_way';

/** The next days, as ISO dates compare. `until` is the last day that counts as soon. */
export const dueState = (item: Pick<ItemLike, 'state' | 'dueOn'>, today: string, until: string): 'overdue' | 'soon' | null => (!isUnfinished(item) || item.dueOn > until ? null : item.dueOn < today ? 'overdue' : 'soon');

/** How far a plan is on a day. Overdue and soon are counted of what is agreed to be done: a draft reminds nobody. */
export function progressOf(state: PlanState, items: readonly ItemLike[], today: string, until: string): Progress {
  const kept = items.filter((item) => item.state !== 'dropped');
  const due = state === 'agreed' ? items.map((item) => dueState(item, today, until)) : [];
  const sum = (some: readonly ItemLike[]) => Math.round(some.reduce((total, { hours }) => total + (hours ?? 0), 0) * 10) / 10;
  return {
    total: kept.length,
    done: kept.filter((item) => item.state === 'done').length,
    underWay: kept.filter((item) => item.state === 'under_way').length,
    dropped: items.length - kept.length,
    overdue: due.filter((one) => one === 'overdue').length,
    soon: due.filter((one) => one === 'soon').length,
    waiting: state === 'agreed' ? items.filter(({ agreedAt }) => agreedAt === null).length : 0,
    hours: sum(kept),
    hoursDone: sum(kept.filter((item) => item.state === 'done')),
  };
}

/** The next plan begins the day after, not before today, and lasts as long, where nothing else was wished. Dates are ISO. */
export function nextPeriod(
  plan: { fromOn: string; untilOn: string },
  today: string,
  addDays: (date: string, days: number) => string,
  wish: { fromOn: string | null; untilOn: string | null } = { fromOn: null, untilOn: null },
): { fromOn: string; untilOn: string } {
  const days = Math.round((Date.parse(plan.untilOn) - Date.parse(plan.fromOn)) / 86_400_000);
  const fromOn = wish.fromOn ?? (plan.untilOn < today ? today : addDays(plan.untilOn, 1));
  return { fromOn, untilOn: wish.untilOn ?? addDays(fromOn, days) };
}
