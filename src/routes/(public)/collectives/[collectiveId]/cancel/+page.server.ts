import { z } from 'zod';
import { goTo } from '#routes/go.ts';
import { holderCtx, PRIVATE } from '#routes/holder-ctx.ts';
import { submit } from '#routes/submit.ts';
import { cancelCollective, collectiveHead } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, cookies, setHeaders }) => {
  setHeaders(PRIVATE);
  const ctx = await holderCtx(locals, cookies, params.collectiveId);
  await collectiveHead(ctx, params.collectiveId, 'view');
  return { head: await collectiveHead(ctx, params.collectiveId, 'cancel') };
};

export const actions: Actions = {
  default: async ({ request, locals, params, cookies }) => {
    const ctx = await holderCtx(locals, cookies, params.collectiveId);
    const done = await submit(locals, await request.formData(), z.object({}), () => cancelCollective(ctx, params.collectiveId));
    if (!done.ok) return done.failure;
    goTo(locals, `/collectives/${params.collectiveId}`);
  },
};
