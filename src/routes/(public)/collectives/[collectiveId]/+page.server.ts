import { z } from 'zod';
import { goTo } from '#routes/go.ts';
import { holderCtx, PRIVATE } from '#routes/holder-ctx.ts';
import { submit } from '#routes/submit.ts';
import { confirmListedNames, readListPlace, readNameFilter, showCollective, writeListFilter } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, cookies, url, setHeaders }) => {
  setHeaders(PRIVATE);
  const ctx = await holderCtx(locals, cookies, params.collectiveId);
  const filter = readNameFilter(url.searchParams);
  const list = await showCollective(ctx, params.collectiveId, filter, readListPlace(url.searchParams));
  return { list, filter, query: writeListFilter(filter, 'line'), done: url.searchParams.get('done') };
};

export const actions: Actions = {
  confirm_names: async ({ request, locals, params, cookies }) => {
    const ctx = await holderCtx(locals, cookies, params.collectiveId);
    const done = await submit(locals, await request.formData(), z.object({}), () => confirmListedNames(ctx, params.collectiveId));
    if (!done.ok) return done.failure;
    goTo(locals, `/collectives/${params.collectiveId}?done=names_confirmed`);
  },
};
