/** What a post asks of a person, what she has, and what is missing. Pure. */

export interface Target {
  least: number;
  preferred: number;
}

export type Standing = 'gap' | 'met' | 'above' | 'unrated' | 'not_asked';

export interface Gap {
  standing: Standing;
  /** Steps of the scale that lie between; 0 where nothing is missing, or where nothing was rated yet. */
  size: number;
}

/** Steps are counted as they stand in the scale, not subtracted: a scale of 1, 3, 5 has one step between 1 and 3. */
export function gapOf(level: number | null, target: Target | null, steps: readonly number[]): Gap {
  if (!target) return { standing: 'not_asked', size: 0 };
  if (level === null) return { standing: 'unrated', size: 0 };
  const place = (step: number) => [...steps].sort((a, b) => a - b).filter((one) => one <= step).length;
  if (level < target.least) return { standing: 'gap', size: place(target.least) - place(level) };
  return { standing: level > target.preferred ? 'above' : 'met', size: 0 };
}
