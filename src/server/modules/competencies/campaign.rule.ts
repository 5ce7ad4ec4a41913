import type { RaterKind } from './effective.rule.ts';

/** What a campaign makes of words. Pure. */

export const CAMPAIGN_KINDS = ['head', 'mentor', 'peer', 'external', 'commission'] as const;
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number];
export const ANONYMOUS_KINDS = ['peer', 'external'] as const;
export type AnonymousKind = (typeof ANONYMOUS_KINDS)[number];
/** Fewer are never shown as a group; the database says so, too. */
export const SMALLEST_GROUP = 3;

export interface AnonymousWord {
  kind: RaterKind;
  step: number;
  comment: string | null;
}

export interface WordGroup<W> {
  /** One kind, or several that are shown together because one of them alone would be too few. */
  kinds: RaterKind[];
  words: W[];
}

/**
 * Words of anonymous raters about one person in one competency, as they may be shown: each kind by itself where every kind has enough of them, else all
 * together, else not at all. All or none are put together, so that no kind can be found by taking the shown from the sum.
 */
export function groupAnonymous<W extends { kind: RaterKind }>(words: readonly W[], least: number): { groups: WordGroup<W>[]; leftOut: W[] } {
  const byKind = new Map<RaterKind, W[]>();
  for (const word of words) byKind.set(word.kind, [...(byKind.get(word.kind) ?? []), word]);
  const kinds = [...byKind.keys()].sort();
  if (kinds.every((kind) => (byKind.get(kind)?.length ?? 0) >= least)) return { groups: kinds.map((kind) => ({ kinds: [kind], words: byKind.get(kind) ?? [] })), leftOut: [] };
  return words.length >= least ? { groups: [{ kinds, words: [...words] }], leftOut: [] } : { groups: [], leftOut: [...words] };
}

export interface ShownGroup {
  kinds: RaterKind[];
  count: number;
  lowest: number;
  highest: number;
  /** The word in the middle; of an even number the lower one. */
  middle: number;
  /** In the order of their letters: it tells nobody who wrote which, nor when. */
  comments: string[];
}

/** A group as everybody sees it. */
export function shownGroup({ kinds, words }: WordGroup<AnonymousWord>): ShownGroup {
  const steps = words.map(({ step }) => step).sort((a, b) => a - b);
  return {
    kinds,
    count: steps.length,
    lowest: steps[0] ?? 0,
    highest: steps.at(-1) ?? 0,
    middle: steps[Math.floor((steps.length - 1) / 2)] ?? 0,
    comments: words.flatMap(({ comment }) => comment ?? []).sort((a, b) => (a < b ? -1 : 1)),
  };
}

/** How far words lie apart: the highest less the lowest, groups by their middle. */
export function apart(words: readonly { step: number }[], groups: readonly Pick<ShownGroup, 'middle'>[]): number {
  const steps = [...words.map(({ step }) => step), ...groups.map(({ middle }) => middle)];
  return steps.length === 0 ? 0 : Math.max(...steps) - Math.min(...steps);
}

/** How many reminders should have gone out by a day: one for each threshold that has passed. Days as `2026-05-31`. */
export function remindersDue(today: string, closesOn: string, remindDays: readonly number[]): number {
  const left = (Date.parse(closesOn) - Date.parse(today)) / 86_400_000;
  return left < 0 ? 0 : remindDays.filter((days) => left <= days).length;
}
