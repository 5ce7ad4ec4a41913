import { EVENT_STATES } from '#server/modules/seminars/index.ts';

const SORTS = ['start', 'title', 'taken'] as const;

/** Filter, order and page of the list of events, from its address; what was not made by us counts as absent. */
export function manageFilter({ searchParams }: URL) {
  const asked = (name: string) => searchParams.get(name)?.trim().slice(0, 300) || undefined;
  const sort = asked('sort') ?? '-start';
  const bare = sort.replace(/^-/, '');
  const filter = {
    q: asked('q'),
    state: EVENT_STATES.find((state) => state === asked('state')),
    sort: SORTS.find((name) => name === bare) ?? 'start',
    descending: sort.startsWith('-'),
  };
  return { filter, after: asked('after') };
}
