/** What the list of results is narrowed and sorted by; read from an address, so anything may stand in it. Pure. */
import { isLocale, type Locale } from '#lib/i18n/index.ts';

export const RESULT_STANDINGS = ['any', 'eligible', 'not_eligible', 'to_issue', 'issued', 'revoked', 'unconfirmed', 'overridden'] as const;
export type ResultStanding = (typeof RESULT_STANDINGS)[number];
/** The numbers of the statistics, each with the people behind it. */
export const RESULT_FIGURES = ['registered', 'present', 'viewed', 'certificates'] as const;
export type ResultFigure = (typeof RESULT_FIGURES)[number];
export const RESULT_SORTS = ['name', 'minutes', 'codes', 'country', 'organisation'] as const;
export type ResultSort = (typeof RESULT_SORTS)[number];

export interface ResultFilter {
  /** Part of a name, an organisation or an address, or the beginning of a certificate's number; empty: all. */
  q: string;
  /** Set by the services: the reader sees addresses, and so may look for them. */
  addresses?: boolean;
  standing: ResultStanding;
  /** collective: named in a list of a reading room. */
  kind: '' | 'single' | 'collective' | 'contributor';
  /** ISO code; empty: all. */
  country: string;
  /** Language of the certificate; empty: all. */
  language: Locale | '';
  /** Who is counted in this number of the statistics; empty: all. */
  figure: ResultFigure | '';
  /** Of this organisation, as the statistics name it; empty: all. */
  organisation: string;
  sort: ResultSort;
  descending: boolean;
}

export const EVERYBODY: ResultFilter = { q: '', standing: 'any', kind: '', country: '', language: '', figure: '', organisation: '', sort: 'name', descending: false };

const oneLine = (text: string | null, most: number) => (text ?? '').normalize('NFC').replace(/[\s\0]+/g, ' ').trim().slice(0, most);
const among = <V extends string>(values: readonly V[], given: string | null): V | null => values.find((value) => value === given) ?? null;

/** From the query of an address: `q`, `standing`, `kind`, `country`, `language`, `figure`, `organisation`, `sort` (`-minutes` is descending). Unknown values are left out. */
export function readResultFilter(query: URLSearchParams): ResultFilter {
  const sort = among(RESULT_SORTS, (query.get('sort') ?? '').replace(/^-/, ''));
  const country = query.get('country') ?? '';
  const language = query.get('language') ?? '';
  return {
    q: oneLine(query.get('q'), 100),
    standing: among(RESULT_STANDINGS, query.get('standing')) ?? 'any',
    kind: among(['single', 'collective', 'contributor'] as const, query.get('kind')) ?? '',
    country: /^[A-Z]{2}$/.test(country) ? country : '',
    language: isLocale(language) ? language : '',
    figure: among(RESULT_FIGURES, query.get('figure')) ?? '',
    organisation: oneLine(query.get('organisation'), 200),
    sort: sort ?? 'name',
    descending: sort !== null && (query.get('sort') ?? '').startsWith('-'),
  };
}

/** The filter as a query again, without the place in the list; nothing for what is not narrowed. */
export function writeResultFilter(filter: ResultFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (filter.q) query.set('q', filter.q);
  if (filter.standing !== 'any') query.set('standing', filter.standing);
  for (const key of ['kind', 'country', 'language', 'figure', 'organisation'] as const) if (filter[key]) query.set(key, filter[key]);
  if (filter.sort !== 'name' || filter.descending) query.set('sort', filter.descending ? `-${filter.sort}` : filter.sort);
  return query;
}

/** The person beside whom a page begins: the value sorted by, as text, and the id. */
export interface ResultCursor {
  value: string;
  id: string;
}

export function writeResultCursor(cursor: ResultCursor): string {
  return Buffer.from(JSON.stringify([cursor.value, cursor.id])).toString('base64url');
}

/** Null for what is none, or belongs to a list sorted otherwise: the list then begins at its beginning. */
export function readResultCursor(text: string | null, sort: ResultSort): ResultCursor | null {
  if (!text || text.length > 1000) return null;
  try {
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    if (typeof value !== 'string' || typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id) || value.includes('\0')) return null;
    if ((sort === 'minutes' || sort === 'codes') && !/^-?\d{1,7}$/.test(value)) return null;
    return { value, id };
  } catch {
    return null;
  }
}
