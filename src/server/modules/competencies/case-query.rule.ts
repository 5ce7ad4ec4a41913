/** Paging, order and filter of the CASE REST binding over a list that is in memory. */

export interface CaseQuery {
  limit: number;
  offset: number;
  sort: string | null;
  descending: boolean;
  filter: CaseFilter | null;
  fields: string[] | null;
}
interface CaseFilter {
  any: boolean;
  terms: { field: string; sign: string; value: string }[];
}

/** What the binding calls the things that can be wrong with a query. */
export type CaseQueryProblem = 'invalid_sort_field' | 'invalid_selection_field' | 'invalid_filter_field';

const MOST = 500;
const TERM = /^\s*([A-Za-z]{1,40})\s*(!=|>=|<=|=|>|<|~)\s*'([^']{0,200})'\s*$/;

/** `limit`, `offset`, `sort`, `orderBy`, `filter`, `fields` as the binding has them. Pure. */
export function readCaseQuery(query: URLSearchParams, known: ReadonlySet<string>): CaseQuery | { problem: CaseQueryProblem } {
  const whole = (name: string, fallback: number) => (/^\d{1,6}$/.test(query.get(name) ?? '') ? Number(query.get(name)) : fallback);
  const sort = query.get('sort');
  if (sort && !known.has(sort)) return { problem: 'invalid_sort_field' };
  const fields = query.get('fields')?.split(',').map((field) => field.trim()).filter(Boolean) ?? null;
  if (fields?.some((field) => !known.has(field))) return { problem: 'invalid_selection_field' };
  const filter = readFilter(query.get('filter'));
  if (filter === undefined || filter?.terms.some(({ field }) => !known.has(field))) return { problem: 'invalid_filter_field' };
  return { limit: Math.min(MOST, Math.max(1, whole('limit', 100))), offset: whole('offset', 0), sort, descending: query.get('orderBy') === 'desc', filter, fields };
}

/** One term, or several joined by one of AND and OR. Undefined: not to be understood. */
function readFilter(text: string | null): CaseFilter | null | undefined {
  if (!text) return null;
  if (text.length > 1000) return undefined;
  const any = / OR /.test(text);
  if (any && / AND /.test(text)) return undefined;
  const terms = text.split(any ? ' OR ' : ' AND ').map((part) => TERM.exec(part));
  if (terms.some((term) => !term)) return undefined;
  return { any, terms: terms.map((term) => ({ field: term?.[1] ?? '', sign: term?.[2] ?? '', value: term?.[3] ?? '' })) };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : value === undefined ? '' : JSON.stringify(value));

function holds(entity: object, { field, sign, value }: CaseFilter['terms'][number]): boolean {
  const text = textOf((entity as Record<string, unknown>)[field]);
  const order = text < value ? -1 : text > value ? 1 : 0;
  if (sign === '~') return text.toLowerCase().includes(value.toLowerCase());
  if (sign === '=') return order === 0;
  if (sign === '!=') return order !== 0;
  return sign.includes('=') && order === 0 ? true : sign.startsWith('>') ? order > 0 : order < 0;
}

/** The page that was asked for, and how many there are in all. Pure. */
export function pageOf<T extends object>(all: readonly T[], { filter, sort, descending, limit, offset, fields }: CaseQuery): { page: object[]; total: number } {
  const found = filter ? all.filter((entity) => (filter.any ? filter.terms.some((term) => holds(entity, term)) : filter.terms.every((term) => holds(entity, term)))) : [...all];
  if (sort) {
    const at = (entity: T) => textOf((entity as Record<string, unknown>)[sort]);
    found.sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0) * (descending ? -1 : 1));
  }
  const page = found.slice(offset, offset + limit);
  return { total: found.length, page: fields ? page.map((entity) => Object.fromEntries(Object.entries(entity).filter(([name]) => fields.includes(name)))) : page };
}
