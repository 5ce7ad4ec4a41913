import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { Wording } from '#server/platform/wording.ts';

/** One thing found, in the reader's language where it has one. */
export interface FoundLine {
  id: string;
  title: string;
  /** The language of the title where it is not the reader's. */
  lang?: Locale;
  /** Path of ours, without language. */
  path: string;
  /** What tells it from others of its name: a place, the talk that was found. */
  detail: string;
  /** A state worth saying. */
  note: Wording | null;
  /** When it takes or took place, and by whose clock. */
  at: Date | null;
  timeZone: string | null;
}

export interface FoundGroup {
  /** Stable: `seminars.events`. */
  id: string;
  /** Words with the number of lines. */
  title: Wording;
  lines: FoundLine[];
}

/**
 * Port: what a module finds for the words typed. Modules register themselves in modules.ts. Each answers for the network of the context,
 * only what the actor may see where it leads, the best first, at most `SHOWN` of a kind; nothing found is an empty list.
 */
export interface SearchSource {
  /** The module's name; its last registration wins, so that a second installation in one process (tests) can register again. */
  name: string;
  /** `words` is what was typed as Latin skeleton, one of them of three letters or more. */
  find(ctx: Ctx, words: readonly string[], typed: string): Promise<FoundGroup[]>;
}

/** Lines of a kind that are shown. */
export const SHOWN = 20;

const sources = new Map<string, SearchSource>();

export function registerSearchSource(source: SearchSource): void {
  sources.set(source.name, source);
}

export function listSearchSources(): SearchSource[] {
  return [...sources.values()];
}
