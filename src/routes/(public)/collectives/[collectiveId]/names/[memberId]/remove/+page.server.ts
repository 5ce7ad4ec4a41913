import { z } from 'zod';
import { goTo } from '#routes/go.ts';
import { holderCtx, PRIVATE } from '#routes/holder-ctx.ts';
import { submit } from '#routes/submit.ts';
import { removeListedName, showListedName } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, cookies, setHeaders }) => {
  setHeaders(PRIVATE);
  return showListedName(await holderCtx(locals, cookies, params.collectiveId), params.collectiveId, params.memberId, 'changeList');
};

export const actions: Actions = {
  default: async ({ request, locals, params, cookies }) => {
    const ctx = await holderCtx(locals, cookies, params.collectiveId);
    const { head } = await showListedName(ctx, params.collectiveId, params.memberId, 'changeList');
    const done = await submit(locals, await request.formData(), z.object({}), () => removeListedName(ctx, params.collectiveId, params.memberId));
    if (!done.ok) return done.failure;
    goTo(locals, `${head.back}?done=removed`);
  },
};
