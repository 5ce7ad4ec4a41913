import { queryOf } from '../../people/people-address.ts';
import type { OrganisationsFilter } from '#server/modules/people/index.ts';

/** Columns of the list that can be chosen, in their order. */
export const ORGANISATION_COLUMNS = ['code', 'kind', 'parent', 'settlement', 'people', 'units', 'vacant', 'head', 'contacts', 'address', 'founder'] as const;
/** Known only to who reads staff somewhere. */
export const STAFF_COLUMNS: readonly string[] = ['people', 'units', 'vacant', 'head'];

/** The address of the list with these filters; null leaves one out. A new filter or order begins on the first page. */
export function organisationsAddress(filter: OrganisationsFilter, changes: Record<string, string | null>): string {
  const { q, kind, below, state, missing, only, sort, columns } = filter;
  const all: Record<string, string | null | undefined> = {
    q, kind, below, missing,
    only: only?.join(','),
    state: state === 'open' ? null : state,
    sort: sort === 'name' ? null : sort,
    columns: columns.join(',') === 'code,kind,parent,settlement,people' ? null : columns.join(','),
    ...changes,
  }; // prettier-ignore
  return queryOf(all);
}
