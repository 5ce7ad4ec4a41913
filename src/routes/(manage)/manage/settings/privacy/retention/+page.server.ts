import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { listRetentionFor, RetentionDays, setRetention } from '#server/flows/retention.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = '/manage/settings/privacy/retention';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const lines = await listRetentionFor(locals.ctx);
  const kind = url.searchParams.get('kind');
  return { lines, chosen: lines.find((line) => line.kind === kind && line.bounds !== null) ?? null, done: url.searchParams.get('done') };
};

export const actions: Actions = {
  save: async ({ request, locals, url }) => {
    const done = await submit(locals, await request.formData(), RetentionDays, (input) => setRetention(locals.ctx, url.searchParams.get('kind') ?? '', input));
    if (!done.ok) return done.failure;
    goTo(locals, `${PAGE}?done=saved`);
  },
};
