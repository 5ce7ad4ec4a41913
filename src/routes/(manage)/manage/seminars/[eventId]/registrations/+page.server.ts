import { goTo, needAccount } from '#routes/go.ts';
import { renderOnly } from '#routes/render-only.ts';
import { listRegistrationsFor, readRegistrationFilter, readResultCursor, writeResultCursor } from '#server/modules/seminars/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { searchParams } = url;
  const filter = readRegistrationFilter(searchParams);
  // The texts a list is sorted by are compared as texts: any may stand in a key.
  const cursor = (name: string) => readResultCursor(searchParams.get(name), 'name');
  const { head, next, previous, ...list } = await listRegistrationsFor(locals.ctx, params.eventId, filter, { after: cursor('after'), before: cursor('before') });
  // Rows that stood beside this key are gone: the list from its beginning, not an empty page.
  if (list.rows.length === 0 && list.counts.matching > 0) goTo(locals, `/manage/seminars/${params.eventId}/registrations`);
  const number = (name: string) => Number(/^\d{1,6}$/.exec(searchParams.get(name) ?? '')?.[0] ?? 0);
  return {
    head,
    filter,
    list: renderOnly(list),
    next: next && writeResultCursor(next),
    previous: previous && writeResultCursor(previous),
    chosen: searchParams.get('select') === 'all',
    done: searchParams.get('done'),
    places: number('places'),
    waiting: number('waiting'),
    declined: number('declined'),
  };
};
