import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { Annulment, getIssuingListFor, undoIssuingList } from '#server/modules/credentials/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** What of a list nobody has received, before it is annulled. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { id, title, issued, given, annulled, state } = await getIssuingListFor(locals.ctx, params.listId, 'issue');
  if (state === 'waiting' || state === 'running' || issued <= given + annulled) goTo(locals, `/manage/register/lists/${id}`);
  return { id, title, given, open: issued - given - annulled };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Annulment, (input) => undoIssuingList(locals.ctx, params.listId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/register/lists/${params.listId}?undone=${done.result}`);
  },
};
