import { isId } from './ids.ts';

/** The row beside a page, as its address names it: the value it is sorted by and its id. */
export interface PageKey {
  value: string;
  id: string;
  direction: 'after' | 'before';
}

interface Sorted {
  id: string;
  sort_value: string;
}

const keyOf = (row: Sorted): string => Buffer.from(JSON.stringify([row.sort_value, row.id])).toString('base64url');

function read(key: string | undefined): { value: string; id: string } | null {
  try {
    const [value, id] = JSON.parse(Buffer.from(key ?? '', 'base64url').toString('utf8')) as [unknown, unknown];
    return typeof value === 'string' && isId(id) ? { value, id } : null;
  } catch {
    return null;
  }
}

/** Where a page begins; null: at the beginning, also for a key that nobody made. */
export function readPageKey(filter: { after?: string | undefined; before?: string | undefined }): PageKey | null {
  const after = read(filter.after);
  if (after) return { ...after, direction: 'after' };
  const before = read(filter.before);
  return before && { ...before, direction: 'before' };
}

/** One page of rows that were read in the order of the page, one more than `limit` when there are more beyond it, and the keys of its neighbours. */
export function turnPage<Row extends Sorted>(found: readonly Row[], limit: number, from: PageKey | null): { shown: Row[]; after: string | null; before: string | null } {
  const more = found.length > limit;
  const shown = found.slice(0, limit);
  const isBack = from?.direction === 'before';
  if (isBack) shown.reverse();
  const [first, last] = [shown.at(0), shown.at(-1)];
  return {
    shown,
    after: last && (isBack || more) ? keyOf(last) : null,
    before: first && (isBack ? more : from !== null) ? keyOf(first) : null,
  };
}
