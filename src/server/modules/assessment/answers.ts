/** What somebody answered, by the order of the stored item: indices count from 0, whatever order was shown. */
export type Answer =
  | { choices: readonly number[] }
  /** For each line of the item the place it was given, from 0; null: none. */
  | { places: readonly (number | null)[] }
  /** For each left half the right half it was given. */
  | { pairs: readonly (number | null)[] }
  | { number: number }
  | { text: string; file: { name: string; mediaType: string; byteSize: number } | null };
