import type { RegisterFilter } from '#server/modules/credentials/index.ts';

/** The address of the register with these filters; null leaves one out. A new filter or order begins on the first page. */
export function registerAddress(filter: RegisterFilter, changes: Record<string, string | null>): string {
  const { q, kind, year, state, organisation, list, sort } = filter;
  const all: Record<string, string | number | null | undefined> = { q, kind, year, state, organisation, list, sort, ...changes };
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) {
    if (value !== null && value !== undefined && value !== '' && !(name === 'sort' && value === '-issued')) parameters.set(name, String(value));
  }
  const query = parameters.toString();
  return query ? `?${query}` : '';
}
