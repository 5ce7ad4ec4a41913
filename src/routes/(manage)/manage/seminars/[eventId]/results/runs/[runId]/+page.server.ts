import { goTo, needAccount } from '#routes/go.ts';
import { codeWords } from '#routes/reason-words.ts';
import { submit } from '#routes/submit.ts';
import { translator } from '#lib/i18n/index.ts';
import { eventHead, getRunFor, plainInput, resumeIssuing, stopIssuing } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** A number that an act hands on to the page after it. */
const countIn = (url: URL, name: string): number => Number(/^\d{1,6}$/.exec(url.searchParams.get(name) ?? '')?.[0] ?? 0);

/** How far a run is, and who got no certificate although she should have. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { event, ...run } = await getRunFor(locals.ctx, params.eventId, params.runId);
  return { head: eventHead(locals.ctx, event), run, undone: countIn(url, 'undone'), nothingUndone: url.searchParams.get('undone') === '0', problem: run.errorCode ? codeWords(translator(locals.locale), run.errorCode) : null };
};

function deed(work: (ctx: RequestEvent['locals']['ctx'], eventId: string, runId: string) => Promise<void>) {
  return async ({ request, locals, params }: RequestEvent) => {
    const done = await submit(locals, await request.formData(), plainInput, () => work(locals.ctx, params.eventId, params.runId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/results/runs/${params.runId}`);
  };
}

export const actions: Actions = { stop: deed(stopIssuing), resume: deed(resumeIssuing) };
