import { countryName, languageName, type Locale, type T } from '#lib/i18n/index.ts';
import type { Numbers, NumbersOf, Statistics } from '#server/modules/seminars/index.ts';

export const NUMBERS = ['registered', 'present', 'viewed', 'certificates'] as const satisfies readonly (keyof Numbers)[];

export interface DividedRow {
  key: string;
  name: string;
  numbers: Numbers;
  /** Speakers from there who gave their talk; only of countries. */
  spoke?: number;
  /** What of the list of results stands behind the numbers; null: nobody is named. */
  filter: Record<string, string> | null;
}

export interface Division {
  by: 'country' | 'organisation' | 'language' | 'kind';
  rows: DividedRow[];
}

/** The numbers of an event divided four ways, in words: the page and the files show the same. */
export function divisionsOf(t: T, locale: Locale, statistics: Statistics): Division[] {
  const rows = (list: readonly NumbersOf[], parameter: string, name: (key: string) => string): DividedRow[] =>
    list.map(({ key, ...numbers }) => ({ key, name: name(key), numbers, filter: { [parameter]: key } }));
  const spoke = new Map(statistics.countries.map((row) => [row.key, row.spoke]));
  const { smallOrganisations: small } = statistics;
  return [
    { by: 'country', rows: rows(statistics.countries, 'country', (key) => countryName(key, locale)).map((row) => ({ ...row, spoke: spoke.get(row.key) ?? 0 })) },
    {
      by: 'organisation',
      rows: [
        ...rows(statistics.organisations, 'organisation', (key) => key),
        ...(small ? [{ key: '', name: t('seminars.statistics.small_organisations', { count: small.organisations }), numbers: small, filter: null }] : []),
      ],
    },
    { by: 'language', rows: rows(statistics.languages, 'language', (key) => languageName(key, locale)) },
    { by: 'kind', rows: rows(statistics.kinds, 'kind', (key) => t(key === 'collective' ? 'seminars.results.registered_collective' : 'seminars.results.registered_single')) },
  ];
}
