import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { confirmNamesOnPaper, eventHead, listNameDesk, NamesOnPaper, readResultCursor, writeResultCursor } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

const oneLine = (text: string | null) => (text ?? '').replace(/[\s\0]+/g, ' ').trim().slice(0, 100);

/** The part of the list that is shown, as an address says it. */
const hereOf = (url: URL) => new URLSearchParams([...url.searchParams].filter(([key]) => ['show', 'q', 'after', 'before'].includes(key))).toString();

/** Names as they will be printed, before anything is issued. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const wish = { all: url.searchParams.get('show') === 'all', q: oneLine(url.searchParams.get('q')) };
  const cursor = (name: string) => readResultCursor(url.searchParams.get(name), 'name');
  const { event, lines, due, open, next, previous } = await listNameDesk(locals.ctx, params.eventId, { ...wish, after: cursor('after'), before: cursor('before') });
  return {
    head: eventHead(locals.ctx, event),
    ...wish,
    here: hereOf(url),
    lines: lines.map(({ id, name, organisation, nameConfirmed, registrationId, email }) => ({ id, name, organisation, nameConfirmed, isContributor: registrationId === null, hasMail: email !== null })),
    due,
    open,
    cursors: { next: next && writeResultCursor(next), previous: previous && writeResultCursor(previous) },
    confirmed: Number(/^\d{1,4}$/.exec(url.searchParams.get('confirmed') ?? '')?.[0] ?? 0),
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    const done = await submit(locals, await request.formData(), NamesOnPaper, (input) => confirmNamesOnPaper(locals.ctx, params.eventId, input));
    if (!done.ok) return done.failure;
    // Among all, the reader stays where she was; among the open ones nobody of this page is left.
    const query = new URLSearchParams(url.searchParams.get('show') === 'all' ? hereOf(url) : '');
    query.set('confirmed', String(done.result));
    goTo(locals, `/manage/seminars/${params.eventId}/results/names?${query}`);
  },
};
