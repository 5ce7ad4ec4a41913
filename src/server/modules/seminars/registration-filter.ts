/** What the organiser's list of registrations is narrowed and sorted by; read from an address, so anything may stand in it. Pure. */
import { isLocale, type Locale } from '#lib/i18n/index.ts';
import { LIST_SORTS, type ListFilter, type ListSort } from './registration-list.queries.ts';
import { searchWords } from './search-key.ts';
import { REGISTRATION_STATES, type RegistrationState } from './seminars.tables.ts';

export interface RegistrationFilter {
  /** Words of a name, an organisation or an address, in any script; empty: all. */
  q: string;
  /** ISO code; empty: all. */
  country: string;
  state: RegistrationState | '';
  /** collective: named in a list of a reading room. */
  kind: 'single' | 'collective' | '';
  /** Language of the certificate; empty: all. */
  language: Locale | '';
  sort: ListSort;
  descending: boolean;
}

const among = <V extends string>(values: readonly V[], given: string | null): V | '' => values.find((value) => value === given) ?? '';

/** From the query of an address: `q`, `country`, `state`, `kind`, `language`, `sort` (`-name` is descending). Unknown values are left out. */
export function readRegistrationFilter(query: URLSearchParams): RegistrationFilter {
  const sort = among(LIST_SORTS, (query.get('sort') ?? '').replace(/^-/, ''));
  const country = query.get('country') ?? '';
  const language = query.get('language') ?? '';
  return {
    q: (query.get('q') ?? '').normalize('NFC').replace(/[\s\0]+/g, ' ').trim().slice(0, 100),
    country: /^[A-Z]{2}$/.test(country) ? country : '',
    state: among(REGISTRATION_STATES, query.get('state')),
    kind: among(['single', 'collective'], query.get('kind')),
    language: isLocale(language) ? language : '',
    sort: sort || 'created',
    // The newest first, unless the reader asks otherwise.
    descending: sort ? (query.get('sort') ?? '').startsWith('-') : true,
  };
}

/** The same as the queries read it. */
export function toListFilter(filter: RegistrationFilter, addresses: boolean): ListFilter {
  return {
    words: searchWords(filter.q),
    addresses,
    country: filter.country || null,
    state: filter.state || null,
    kind: filter.kind || null,
    language: filter.language || null,
  };
}
