import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { Annulment, getIssuingListFor, undoIssuingList } from '#server/modules/credentials/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** What of a list nobody has received, before it is annulled. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { id, title, given, open, state } = await getIssuingListFor(locals.ctx, params.listId, 'issue');
  if (state === 'waiting' || state === 'running' || open === 0) goTo(locals, `/manage/register/lists/${id}?undone=0`);
  return { id, title, given, open };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Annulment, (input) => undoIssuingList(locals.ctx, params.listId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/register/lists/${params.listId}?undone=${done.result}`);
  },
};
