import { goTo, needAccount } from '#routes/go.ts';
import { showAttempt, showResult } from '#server/modules/assessment/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  if ((await showAttempt(locals.ctx, params.attemptId)).state === 'open') goTo(locals, `/tests/attempts/${params.attemptId}`);
  const { title, ...result } = await showResult(locals.ctx, params.attemptId);
  return { result: { ...result, title: textIn(title, locals.locale) }, done: url.searchParams.get('done') };
};
