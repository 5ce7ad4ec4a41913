import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { getTestFor, publishTest, setTestRetired } from '#server/modules/assessment/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import { pick } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { settings, competencyAs: _, ...test } = await getTestFor(locals.ctx, params.testId);
  const { title: __, introduction, ...rules } = settings;
  return { test: { ...test, ...rules, introduction: pick(introduction, locals.locale).text }, done: url.searchParams.get('done') };
};

const act = (work: (ctx: Parameters<typeof publishTest>[0], id: string) => Promise<void>, done: string): Actions[string] => async ({ request, locals, params }) => {
  const sent = await submit(locals, await request.formData(), plainInput, () => work(locals.ctx, params.testId));
  if (!sent.ok) return sent.failure;
  goTo(locals, `/manage/tests/${params.testId}?done=${done}`);
};

export const actions: Actions = {
  publish: act(publishTest, 'published'),
  retire: act((ctx, id) => setTestRetired(ctx, id, true), 'retired'),
  revive: act((ctx, id) => setTestRetired(ctx, id, false), 'revived'),
};
