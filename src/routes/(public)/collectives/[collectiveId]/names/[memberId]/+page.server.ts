import { goTo } from '#routes/go.ts';
import { holderCtx, PRIVATE } from '#routes/holder-ctx.ts';
import { submit } from '#routes/submit.ts';
import { changeListedName, languagesFor, ListedName, showListedName } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, cookies, setHeaders }) => {
  setHeaders(PRIVATE);
  const ctx = await holderCtx(locals, cookies, params.collectiveId);
  const shown = await showListedName(ctx, params.collectiveId, params.memberId, 'changeNames');
  return { ...shown, languages: await languagesFor(locals.ctx, shown.country) };
};

export const actions: Actions = {
  default: async ({ request, locals, params, cookies }) => {
    const ctx = await holderCtx(locals, cookies, params.collectiveId);
    const { head } = await showListedName(ctx, params.collectiveId, params.memberId, 'changeNames');
    const done = await submit(locals, await request.formData(), ListedName, (input) => changeListedName(ctx, params.collectiveId, params.memberId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `${head.back}?done=changed`);
  },
};
