import { isLocale, type Locale } from './locales.ts';

/**
 * The best of `available` for an Accept-Language header, by weight, then by order; `fallback` when none fits.
 * Only the primary subtag counts ("ru-KZ" is ru); `*` means anything and so chooses nothing.
 */
export function negotiate(
  acceptLanguage: string | null | undefined,
  available: readonly Locale[],
  fallback: Locale,
): Locale {
  const wishes = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [range = '', ...options] = part.trim().split(';');
      const weight = options
        .map((option) => /^\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*$/i.exec(option)?.[1])
        .find((q) => q !== undefined);
      return {
        primary: range.trim().split('-')[0]?.toLowerCase() ?? '',
        weight: weight === undefined ? 1 : Number(weight),
      };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { primary } of wishes) if (isLocale(primary) && available.includes(primary)) return primary;
  return fallback;
}
