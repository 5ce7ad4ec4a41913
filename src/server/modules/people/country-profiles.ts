import type { Locale } from '#lib/i18n/locales.ts';
import { COUNTRY_PROFILES, OTHER_COUNTRIES, type CountryProfile, type PersonalField, type Rule } from './country-profiles.data.ts';
import type { NameScript } from './name-letters.ts';

export type { CountryProfile, PersonalField, Rule } from './country-profiles.data.ts';

/** The profile of a country (ISO 3166-1 alpha-2); one without a profile gets that of "every other country". */
export function countryProfile(country: string): CountryProfile {
  return COUNTRY_PROFILES.find((profile) => profile.country === country) ?? OTHER_COUNTRIES;
}

/** Countries with a profile of their own, in the order in which they are offered. */
export const PROFILED_COUNTRIES: readonly string[] = COUNTRY_PROFILES.flatMap((profile) => profile.country ?? []);

/** What is asked of a person from `country` at an event of a network in `host`: who comes from abroad is asked less. */
export function fieldsAsked(country: string, host: string): readonly PersonalField[] {
  const { asks } = countryProfile(country);
  return country === host ? asks.value.home : asks.value.abroad;
}

/** The value of a rule if it may be shown as law: read at an act or at an organisation's own page. Else null, and nothing is said. */
export function statedAsLaw<Value>(rule: Rule<Value>): Value | null {
  const isTrusted = rule.mark === 'S' && (rule.kind === 'L' || rule.kind === 'O');
  return isTrusted ? rule.value : null;
}

/** The script in which a document of a language is read without trouble; a name in another one is worth a second look. */
const SCRIPT_OF: Readonly<Record<Locale, NameScript>> = { kk: 'cyrillic', ru: 'cyrillic', ky: 'cyrillic', be: 'cyrillic', hy: 'armenian', en: 'latin' };

export function scriptOfLanguage(locale: Locale): NameScript {
  return SCRIPT_OF[locale];
}
