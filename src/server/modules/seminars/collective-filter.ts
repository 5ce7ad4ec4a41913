/** What the lists of reading rooms, and the names of one list, are narrowed and sorted by; read from an address, so anything may stand in it. Pure. */

import { searchWords } from './search-key.ts';

export const LIST_STANDINGS = ['pending', 'confirmed', 'declined', 'cancelled'] as const;
export const LIST_ORDERS = ['created', 'organisation', 'country', 'names'] as const;
export const NAME_STATES = ['pending', 'confirmed', 'waiting', 'declined', 'cancelled'] as const;
export const NAME_ORDERS = ['line', 'name'] as const;

export interface CollectiveFilter {
  /** Part of the name of the reading room, its settlement or its contact person; empty: all. */
  q: string;
  /** Set by the services: the reader sees addresses, and so may look for them. */
  addresses?: boolean;
  /** `pending`: something of it waits for a decision, be it names added later. */
  state: (typeof LIST_STANDINGS)[number] | '';
  sort: (typeof LIST_ORDERS)[number];
  descending: boolean;
}

export interface NameFilter {
  q: string;
  /** Latin skeletons of the words looked for. */
  words: readonly string[];
  /** As above. */
  addresses?: boolean;
  /** Empty: the names that stand, without those taken out or declined. */
  state: (typeof NAME_STATES)[number] | '';
  sort: (typeof NAME_ORDERS)[number];
  descending: boolean;
}

const among = <V extends string>(values: readonly V[], given: string | null): V | null => values.find((value) => value === given) ?? null;
const question = (query: URLSearchParams) => (query.get('q') ?? '').normalize('NFC').replace(/[\s\0]+/g, ' ').trim().slice(0, 100);
const isDown = (query: URLSearchParams) => (query.get('sort') ?? '').startsWith('-');
const order = <V extends string>(values: readonly V[], query: URLSearchParams) => among(values, (query.get('sort') ?? '').replace(/^-/, ''));

/** Unknown values are left out; without an order the newest list comes first. */
export function readCollectiveFilter(query: URLSearchParams): CollectiveFilter {
  const sort = order(LIST_ORDERS, query);
  return { q: question(query), state: among(LIST_STANDINGS, query.get('state')) ?? '', sort: sort ?? 'created', descending: sort === null || isDown(query) };
}

/** Everybody who stands, in the order of the lines. */
export const ALL_NAMES: NameFilter = { q: '', words: [], state: '', sort: 'line', descending: false };

/** Unknown values are left out; without an order names stand as they were given. */
export function readNameFilter(query: URLSearchParams): NameFilter {
  const sort = order(NAME_ORDERS, query);
  const q = question(query);
  return { q, words: searchWords(q), state: among(NAME_STATES, query.get('state')) ?? '', sort: sort ?? 'line', descending: sort !== null && isDown(query) };
}

/** A filter as a query again; nothing for what is not narrowed. `usual`: the order that needs no word. */
export function writeListFilter(filter: CollectiveFilter | NameFilter, usual: 'line' | '-created'): string {
  const query = new URLSearchParams();
  if (filter.q) query.set('q', filter.q);
  if (filter.state) query.set('state', filter.state);
  const sort = `${filter.descending ? '-' : ''}${filter.sort}`;
  if (sort !== usual) query.set('sort', sort);
  return query.size > 0 ? `?${query.toString()}` : '';
}

/** The row beside which a page begins: what it is sorted by, as text, and its id. */
export interface ListCursor {
  value: string;
  id: string;
}

export function writeListCursor(cursor: ListCursor | null): string | null {
  return cursor && Buffer.from(JSON.stringify([cursor.value, cursor.id])).toString('base64url');
}

/** Null for what is none: the list then begins at its beginning. */
export function readListCursor(text: string | null): ListCursor | null {
  if (!text || text.length > 1000) return null;
  try {
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    return typeof value === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id) && !value.includes('\0') ? { value, id } : null;
  } catch {
    return null;
  }
}

/** Where a page begins: after a row, or before one. */
export interface ListPlace {
  after: ListCursor | null;
  before: ListCursor | null;
}

export function readListPlace(query: URLSearchParams): ListPlace {
  return { after: readListCursor(query.get('after')), before: readListCursor(query.get('before')) };
}

/** One page out of the rows found: one more than `size` was asked for, which says whether there is a page beside it. */
export function pageOf<Row extends { id: string; sortValue: string }>(
  found: readonly Row[],
  place: ListPlace,
  size: number,
): { rows: Row[]; next: string | null; previous: string | null } {
  const backwards = !place.after && place.before !== null;
  const more = found.length > size;
  const rows = more ? (backwards ? found.slice(1) : found.slice(0, size)) : [...found];
  const cursor = (row: Row | undefined) => writeListCursor(row ? { value: row.sortValue, id: row.id } : null);
  return {
    rows,
    next: backwards || more ? cursor(rows.at(-1)) : null,
    previous: (backwards ? more : place.after !== null) ? cursor(rows.at(0)) : null,
  };
}
