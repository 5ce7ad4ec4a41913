/** What a list of presence is narrowed and sorted by; read from an address, so anything may stand in it. Pure. */
export const PRESENCE_SORTS = ['name', 'minutes', 'codes', 'country'] as const;
export type PresenceSort = (typeof PRESENCE_SORTS)[number];
export const PRESENCE_MARKS = ['any', 'here', 'present', 'absent', 'collective', 'corrected'] as const;
export type PresenceMark = (typeof PRESENCE_MARKS)[number];

export interface PresenceFilter {
  /** Part of a name; empty: all. */
  q: string;
  /** ISO code; empty: all. */
  country: string;
  mark: PresenceMark;
  sort: PresenceSort;
  descending: boolean;
}

/** From the query of an address: `q`, `country`, `mark`, `sort` (`-minutes` is descending). Unknown values are left out. */
export function readPresenceFilter(query: URLSearchParams): PresenceFilter {
  const sort = query.get('sort') ?? '';
  const name = sort.replace(/^-/, '');
  const mark = query.get('mark') ?? '';
  const country = query.get('country') ?? '';
  return {
    q: (query.get('q') ?? '').normalize('NFC').replace(/\s+/g, ' ').trim().slice(0, 100),
    country: /^[A-Z]{2}$/.test(country) ? country : '',
    mark: isMark(mark) ? mark : 'any',
    sort: isSort(name) ? name : 'name',
    descending: isSort(name) && sort.startsWith('-'),
  };
}

const isSort = (value: string): value is PresenceSort => (PRESENCE_SORTS as readonly string[]).includes(value);
const isMark = (value: string): value is PresenceMark => (PRESENCE_MARKS as readonly string[]).includes(value);

export interface Cursor {
  value: string;
  id: string;
}

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.value, cursor.id])).toString('base64url');
}

/** Null for what is none, or belongs to a list sorted otherwise: the list then begins at its beginning. */
export function readCursor(text: string | null, sort: PresenceSort): Cursor | null {
  if (!text || text.length > 1000) return null;
  try {
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    if (typeof value !== 'string' || typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id) || value.includes('\0')) return null;
    if ((sort === 'minutes' || sort === 'codes') && !/^\d{1,6}$/.test(value)) return null;
    return { value, id };
  } catch {
    return null;
  }
}
