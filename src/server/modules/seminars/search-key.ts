import { nameKey, searchWords as wordsOf } from '#server/modules/people/index.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';

/** One Latin skeleton of everything a registration is looked for by but its address, which not everybody sees, so that "Касымова", "Қасымова" and "Kasymova" find the same row. */
export function searchKey(parts: { name: string; organisation: string }): string {
  return [nameKey(parts.name), nameKey(parts.organisation)].filter((part) => part !== '').join(' ');
}

/** What each word of a question looks like there. A word with an @ is part of an address. */
export function searchWords(question: string): string[] {
  const words = question
    .slice(0, 200)
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 8);
  return words.map((word) => (/[@\d]/.test(word) ? word.toLowerCase() : nameKey(word) || word.toLowerCase()));
}

/** A title in all its languages, as Latin skeleton. */
export function titleKey(title: LocalizedText): string {
  return [...new Set(Object.values(title).flatMap((written) => wordsOf(written?.text)))].join(' ');
}
