import type { LocalizedText } from '#server/platform/text/index.ts';
import type { KnownPosition } from './import-staff.ts';
import { searchWords } from './search-words.ts';

const wordsOf = (text: string): string[] => searchWords(text.replace(/\([^)]*\)/g, ' ').replace(/[.,]/g, ' '));

/** «Зав.» and «заведующая» are «заведующий»: one begins the other, or they part within the last three letters. */
function alike(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  let same = 0;
  while (same < shorter && a[same] === b[same]) same += 1;
  return same === shorter ? shorter >= 3 || a === b : same >= 5 && same >= shorter - 3 && Math.abs(a.length - b.length) <= 3;
}

/** Finds the post of the classifier that a cell means, in any language; null when none is it, word for word. */
export function positionFinder(positions: readonly { id: string; name: LocalizedText; is_main_personnel: boolean; is_retired: boolean }[]): (text: string) => KnownPosition | null {
  const known = positions
    .filter(({ is_retired }) => !is_retired)
    .map(({ id, name, is_main_personnel }) => ({ id, isMainPersonnel: is_main_personnel, names: Object.values(name).map(({ text }) => text) }));
  const exact = new Map(known.flatMap((one) => one.names.map((name) => [wordsOf(name).join(' '), one] as const)));
  const answers = new Map<string, KnownPosition | null>();
  return (text) => {
    let answer = answers.get(text);
    if (answer === undefined) {
      const words = wordsOf(text);
      answer =
        exact.get(words.join(' ')) ??
        known.find(({ names }) => names.some((name) => {
          const own = wordsOf(name);
          return own.length === words.length && own.every((word, index) => alike(word, words[index]!));
        })) ??
        null;
      answers.set(text, answer);
    }
    return answer;
  };
}
