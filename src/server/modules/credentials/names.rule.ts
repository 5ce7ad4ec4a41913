import { matchNames } from '#server/modules/people/index.ts';

/** Folds what differs between two spellings of the same printed word: case, ё/е, kinds of hyphen and apostrophe, composed letters. */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[’ʼ‘`´]/g, "'")
    .replace(/\s*[-‐‑‒–—]\s*/g, '-')
    .replace(/[.,]/g, ' ')
    .trim()
    .replace(/\s+/g, ' ');
}

/**
 * Whether the surname that was typed stands in the printed name as a word (or words) of its own. We keep the name as the person wants it
 * printed, surname first or last, so every word is looked at; single letters are not words.
 */
export function standsInName(typed: string, printedName: string): boolean {
  const word = folded(typed);
  return [...word].length >= 2 && ` ${folded(printedName)} `.includes(` ${word} `);
}

/**
 * Whether a printed name is that of somebody of this name, in any script and order, with or without the patronymic, with initials for given names.
 * A library has one mailbox for all its people: sisters and Марина beside Мария are told apart, a misspelling is not overlooked.
 */
export function mayBeOf(printedName: string, { family, given }: { family: string; given: string | null }): boolean {
  const { kind, doubt } = matchNames(printedName, [family, given ?? ''].join(' ').trim());
  return kind !== 'no' && doubt !== 'spelling';
}

/** «Сәтбаева Айгүл Серікқызы» → «С. А. С.»: how a minor stands on a page that anybody may open. */
export function initials(name: string): string {
  return name
    .trim()
    .split(/\s+/)
    .map((word) => `${[...word][0] ?? ''}.`)
    .join(' ');
}
