import { goTo, needAccount } from '#routes/go.ts';
import { codeWords } from '#routes/reason-words.ts';
import { submit } from '#routes/submit.ts';
import { translator } from '#lib/i18n/index.ts';
import { getIssuingListFor, resumeIssuingList, stopIssuingList } from '#server/modules/credentials/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** How far the list is, and who got no certificate. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { failed, ...list } = await getIssuingListFor(locals.ctx, params.listId);
  const t = translator(locals.locale);
  const undone = Number(/^\d{1,6}$/.exec(url.searchParams.get('undone') ?? '')?.[0] ?? 0);
  return { list, failed: failed.map(({ line, name, code, params: values }) => ({ line, name, reason: codeWords(t, code, values) })), undone, nothingUndone: url.searchParams.get('undone') === '0', problem: list.errorCode ? codeWords(t, list.errorCode) : null };
};

function deed(work: (ctx: RequestEvent['locals']['ctx'], listId: string) => Promise<void>) {
  return async ({ request, locals, params }: RequestEvent) => {
    const done = await submit(locals, await request.formData(), plainInput, () => work(locals.ctx, params.listId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/register/lists/${params.listId}`);
  };
}

export const actions: Actions = { stop: deed(stopIssuingList), resume: deed(resumeIssuingList) };
