import { goTo } from '#routes/go.ts';
import { holderCtx, PRIVATE } from '#routes/holder-ctx.ts';
import { submit } from '#routes/submit.ts';
import { giveAsParent, refuseAsParent, showParentPage, withdrawAsParent } from '#server/modules/people/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, cookies, setHeaders }) => {
  setHeaders(PRIVATE);
  return { page: await showParentPage(await holderCtx(locals, cookies, params.askedId), params.askedId) };
};

export const actions: Actions = {
  agree: async ({ request, locals, params, cookies }) => {
    const ctx = await holderCtx(locals, cookies, params.askedId);
    const done = await submit(locals, await request.formData(), plainInput, () => giveAsParent(ctx, params.askedId));
    if (!done.ok) return done.failure;
    goTo(locals, `/consents/${params.askedId}`);
  },
  refuse: async ({ request, locals, params, cookies }) => {
    const ctx = await holderCtx(locals, cookies, params.askedId);
    const done = await submit(locals, await request.formData(), plainInput, () => refuseAsParent(ctx, params.askedId));
    if (!done.ok) return done.failure;
    goTo(locals, `/consents/${params.askedId}`);
  },
  withdraw: async ({ request, locals, params, cookies }) => {
    const ctx = await holderCtx(locals, cookies, params.askedId);
    const done = await submit(locals, await request.formData(), plainInput, () => withdrawAsParent(ctx, params.askedId));
    if (!done.ok) return done.failure;
    goTo(locals, `/consents/${params.askedId}`);
  },
};
