import { SMALLEST_CELL } from '#server/modules/people/index.ts';

/** Which figures of groups of people are hidden, so that none is of fewer than five people whom the reader does not know by their records. Pure. */

export interface Counted {
  id: string;
  /** People counted whose records the reader does not keep. */
  strangers: number;
}

export interface Pool {
  hidden: Set<string>;
  /** Even all of them together are too few. */
  totalHidden: boolean;
}

/**
 * Small groups are hidden, and with them so many of the next smallest that the hidden ones together are not small: what is left of a total after all
 * that is shown was taken away is a group of five at least. Groups of nobody are shown: that nobody was rated points at nobody.
 */
export function pool(groups: readonly Counted[]): Pool {
  const hidden = new Set(groups.filter(({ strangers }) => strangers > 0 && strangers < SMALLEST_CELL).map(({ id }) => id));
  const others = groups.filter(({ id, strangers }) => strangers > 0 && !hidden.has(id)).toSorted((a, b) => a.strangers - b.strangers || (a.id < b.id ? -1 : 1));
  let sum = groups.reduce((all, { id, strangers }) => all + (hidden.has(id) ? strangers : 0), 0);
  while (sum > 0 && sum < SMALLEST_CELL) {
    const next = others.shift();
    if (!next) return { hidden, totalHidden: true };
    hidden.add(next.id);
    sum += next.strangers;
  }
  return { hidden, totalHidden: false };
}

/** The same one level below: of a district that is hidden itself everything is, or its libraries together would tell what it hides. */
export const poolWithin = (district: { isHidden: boolean }, libraries: readonly Counted[]): Pool =>
  district.isHidden ? { hidden: new Set(libraries.filter(({ strangers }) => strangers > 0).map(({ id }) => id)), totalHidden: true } : pool(libraries);
