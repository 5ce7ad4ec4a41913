import { skeletonOf } from './name-letters.ts';
import { nameKey } from './names.ts';

const MOST_WORDS = 40;

/**
 * The words by which something is found: letters of any script in Latin skeleton (`name-letters.ts`), figures as they are, codes whole.
 * "№ 5 филиал, Ақсу" → ["5", "filial", "aksu"]; "AKT04" → ["akt04"].
 */
export function searchWords(...texts: readonly (string | null | undefined)[]): string[] {
  const words = new Set<string>();
  for (const text of texts) {
    for (const [piece] of (text ?? '').normalize('NFC').replace(/['’ʼ‘`´ʹ′՚]/g, '').matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
      const word = /\p{N}/u.test(piece) ? piece.toLowerCase() : skeletonOf(piece);
      if (word !== '') words.add(word.slice(0, 40));
      if (words.size === MOST_WORDS) return [...words];
    }
  }
  return [...words];
}

/** The words of a person's names: as they are written, and without the endings that only say whose child («Сейітқызы» is found by «Сейіт қызы»). */
export function nameWords(...names: readonly string[]): string[] {
  return [...new Set([...searchWords(...names), ...names.flatMap((name) => nameKey(name).split(' ').filter(Boolean))])].slice(0, MOST_WORDS);
}
