import type { ContentProblem, FrameworkContent } from './framework-content.ts';

/** What was read of a file: the content, what prevents it from being stored, and what was read in a way that somebody should know of. */
export interface ReadContent {
  /** Null: nothing could be read at all. */
  content: FrameworkContent | null;
  problems: ContentProblem[];
  notes: ContentProblem[];
  problemCount: number;
  noteCount: number;
  /** The file brings no scale: somebody has to choose one. */
  needsScale: boolean;
}

/** As many as anybody reads. */
const MOST_KEPT = 300;

/** Gathers what is found while reading; the first few hundred in words, all by number. */
export class Findings {
  readonly problems: ContentProblem[] = [];
  readonly notes: ContentProblem[] = [];
  #problems = 0;
  #notes = 0;

  problem(code: string, item: string | null, params: ContentProblem['params'] = {}, row?: number): void {
    this.#problems++;
    if (this.problems.length < MOST_KEPT) this.problems.push({ code, item, params, ...(row === undefined ? {} : { row }) });
  }

  note(code: string, item: string | null, params: ContentProblem['params'] = {}, row?: number): void {
    this.#notes++;
    if (this.notes.length < MOST_KEPT) this.notes.push({ code, item, params, ...(row === undefined ? {} : { row }) });
  }

  nothing(code: string, params: ContentProblem['params'] = {}, row?: number): ReadContent {
    this.problem(code, null, params, row);
    return this.#result(null, false);
  }

  /** A missing scale is asked for and is no problem of the file. */
  read(content: FrameworkContent, judge: (content: FrameworkContent) => ContentProblem[], rowOf: (code: string) => number | undefined = () => undefined): ReadContent {
    const needsScale = content.scale.length === 0;
    for (const { code, item, params } of judge(content)) {
      if (needsScale && (code === 'framework.scale_short' || code === 'framework.step_unknown')) continue;
      // Where every row is refused, that is said already.
      if (code === 'framework.empty' && this.#problems > 0) continue;
      this.problem(code, item, params, item === null ? undefined : rowOf(item));
    }
    return this.#result(content, needsScale);
  }

  #result(content: FrameworkContent | null, needsScale: boolean): ReadContent {
    return { content, problems: this.problems, notes: this.notes, problemCount: this.#problems, noteCount: this.#notes, needsScale };
  }
}

const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіў'].map((letter, index) => [letter, 'a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya a g q n o u u h i u'.split(' ')[index] ?? '']),
);

/** A short name made of a title or a file's name, where it says nothing usable itself. */
export function keyOf(text: string): string {
  const key = text
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\p{L}/gu, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return /^[a-z0-9][a-z0-9-]{1,79}$/.test(key) ? key : 'imported';
}
