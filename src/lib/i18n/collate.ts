import { INTL_TAG, type Locale } from './locales.ts';

const collators = new Map<Locale, Intl.Collator>();

/**
 * Compares by the alphabet of the language (kk: ә after а, қ after к …), digits by value, case last.
 * `list.sort(compareText('kk'))`. The same function is returned each time.
 */
export function compareText(locale: Locale): (a: string, b: string) => number {
  let collator = collators.get(locale);
  if (collator === undefined)
    collators.set(locale, (collator = new Intl.Collator(INTL_TAG[locale], { numeric: true })));
  return collator.compare;
}
