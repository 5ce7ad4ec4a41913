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

/** Whether a printed name may be of somebody of this name: her family name stands in it, and her given name or its first letter where one is known. */
export function mayBeOf(printedName: string, { family, given }: { family: string; given: string | null }): boolean {
  const words = folded(printedName).split(' ');
  const initial = given === null ? '' : ([...folded(given)][0] ?? '');
  return folded(family).split(' ').every((word) => words.includes(word)) && (initial === '' || words.some((word) => word.startsWith(initial)));
}

/** «Сәтбаева Айгүл Серікқызы» → «С. А. С.»: how a minor stands on a page that anybody may open. */
export function initials(name: string): string {
  return name
    .trim()
    .split(/\s+/)
    .map((word) => `${[...word][0] ?? ''}.`)
    .join(' ');
}
