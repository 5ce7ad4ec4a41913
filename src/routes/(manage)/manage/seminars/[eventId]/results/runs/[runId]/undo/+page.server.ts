import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { Annulment } from '#server/modules/credentials/index.ts';
import { eventHead, getRunFor, undoIssuing } from '#server/modules/seminars/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

/** What of a run nobody has received, before it is annulled. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { event, id, given, undoable, state } = await getRunFor(locals.ctx, params.eventId, params.runId);
  const head = eventHead(locals.ctx, event);
  if (!head.may.issueCertificates) throw notFound();
  if (state === 'waiting' || state === 'running' || undoable === 0) goTo(locals, `/manage/seminars/${params.eventId}/results/runs/${id}?undone=0`);
  return { head, id, given, open: undoable };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Annulment, (input) => undoIssuing(locals.ctx, params.eventId, params.runId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/results/runs/${params.runId}?undone=${done.result}`);
  },
};
