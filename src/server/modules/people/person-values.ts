import type { Locale } from '#lib/i18n/locales.ts';
import { nameKey } from './names.ts';
import type { NameParts, OtherName, PersonKeys, PersonRow, PersonValues } from './persons.queries.ts';
import type { KeptDetails, OwnDetails, PersonInput } from './persons.schemas.ts';
import type { PostValues } from './posts.queries.ts';
import type { LanguageSkill } from './registry.tables.ts';
import { nameWords } from './search-words.ts';

const joined = (name: NameParts): string =>
  [name.familyName, name.givenName, name.patronymic].filter(Boolean).join(' ');

/** Family name first, as lists show it. */
export const fullName = joined;

/** What a person is found, sorted and compared by. */
export function keysOf(values: PersonValues, others: readonly NameParts[]): PersonKeys {
  const names = [joined(values), ...others.map(joined)];
  return { nameKey: nameKey(names[0] ?? ''), sortName: names[0] ?? '', searchWords: nameWords(...names) };
}

export const keptValues = (input: KeptDetails) => ({
  familyName: input.familyName,
  givenName: input.givenName ?? null,
  patronymic: input.patronymic ?? null,
  birthDate: input.birthDate ?? null,
  sex: input.sex ?? null,
  librarySince: input.librarySince ?? null,
  professionSince: input.professionSince ?? null,
});

const skills = (languages: OwnDetails['languages']): LanguageSkill[] =>
  Object.entries(languages).map(([language, level]) => ({ language: language as Locale, level }));

export const ownValues = (input: Omit<OwnDetails, 'version'>) => ({
  email: input.email ?? null,
  phone: input.phone ?? null,
  preferredLocale: input.preferredLocale ?? null,
  languages: skills(input.languages),
});

/** Other spellings; the one in the language of the main name would stand twice. */
export const otherNames = (names: OwnDetails['names'], nameLocale: Locale | null): OtherName[] =>
  Object.entries(names)
    .filter(([locale]) => locale !== nameLocale)
    .map(([locale, name]) => ({ locale: locale as Locale, familyName: name.familyName, givenName: name.givenName ?? null, patronymic: name.patronymic ?? null }));

export const valuesOf = (input: PersonInput): PersonValues => ({ ...keptValues(input), ...ownValues(input), nameLocale: input.nameLocale ?? null });

export const storedPerson = (row: PersonRow): PersonValues => ({
  familyName: row.family_name,
  givenName: row.given_name,
  patronymic: row.patronymic,
  nameLocale: row.name_locale as Locale | null,
  birthDate: row.birth_date,
  sex: row.sex,
  email: row.email,
  phone: row.phone,
  preferredLocale: row.preferred_locale as Locale | null,
  languages: row.languages,
  librarySince: row.library_since,
  professionSince: row.profession_since,
});

/** As changes compare and show it. */
export const comparablePerson = (values: PersonValues, others: readonly OtherName[]) => ({
  ...values,
  languages: values.languages.map(({ language, level }) => `${language} ${level}`).sort(),
  ...Object.fromEntries(others.map((name) => [`names.${name.locale}`, joined(name)])),
});

/** A post in words, as changes show it; a title of its own stands for the position. */
export const comparablePost = (values: PostValues, words: { organisation: string | null; position: string | null }) => ({
  organisation: words.organisation,
  position: values.title ?? words.position,
  kind: values.kind,
  rate: values.rate,
  fromDate: values.fromDate,
  toDate: values.toDate,
  leavingReason: values.leavingReason,
  isMainPersonnel: values.isMainPersonnel,
});
