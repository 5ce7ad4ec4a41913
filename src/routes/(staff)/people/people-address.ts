import type { PeopleFilter } from '#server/modules/people/index.ts';

/** `?a=b&c=d` of what has a value; nothing where nothing has. */
export function queryOf(all: Record<string, string | null | undefined>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) if (value) parameters.set(name, value);
  const query = parameters.toString();
  return query ? `?${query}` : '';
}

/** The address of the list with these filters; null leaves one out. A new filter or order begins on the first page. */
export function peopleAddress(filter: PeopleFilter, changes: Record<string, string | null>): string {
  const { q, organisation, position, state, personnel, category, education, age, attestation, tenure, retirement, missing, sort, columns } = filter;
  const all: Record<string, string | null | undefined> = {
    q, organisation, position, personnel, category, education, age, attestation, tenure, retirement, missing,
    state: state === 'working' ? null : state,
    sort: sort === 'name' ? null : sort,
    columns: columns.join(',') === 'organisation,post,education,category' ? null : columns.join(','),
    ...changes,
  }; // prettier-ignore
  return queryOf(all);
}

/** A form of tick boxes sends each column, and each row that is ticked, by itself; the address holds one list of them. */
export function filterOf(url: URL): Record<string, string> {
  const ticked = ['columns', 'only'].flatMap((name) => {
    const all = url.searchParams.getAll(name).filter(Boolean);
    return all.length > 0 ? [[name, all.join(',')] as const] : [];
  });
  return { ...Object.fromEntries(url.searchParams), ...Object.fromEntries(ticked) };
}
