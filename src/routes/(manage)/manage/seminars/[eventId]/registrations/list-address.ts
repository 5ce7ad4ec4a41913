import type { RegistrationFilter } from '#server/modules/seminars/index.ts';

/** The query of the list with some of its filters changed, without what is as usual. A new filter or order begins on the first page. */
export function listQuery(filter: RegistrationFilter, changes: Partial<RegistrationFilter> = {}, more: Readonly<Record<string, string>> = {}): string {
  const wanted = { ...filter, ...changes };
  const query = new URLSearchParams();
  for (const key of ['q', 'country', 'state', 'kind', 'language'] as const) if (wanted[key]) query.set(key, wanted[key]);
  const sort = sortOf(wanted);
  if (sort) query.set('sort', sort);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  const text = query.toString();
  return text ? `?${text}` : '';
}

/** The order as it stands in the address; the usual one, the newest first, is not named there. */
export function sortOf({ sort, descending }: Pick<RegistrationFilter, 'sort' | 'descending'>): string | undefined {
  return sort === 'created' && descending ? undefined : `${descending ? '-' : ''}${sort}`;
}
