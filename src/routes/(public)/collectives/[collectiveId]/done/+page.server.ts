import { holderCtx, PRIVATE } from '#routes/holder-ctx.ts';
import { collectiveQr, readNameFilter, showCollective } from '#server/modules/seminars/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, cookies, setHeaders }) => {
  setHeaders(PRIVATE);
  const ctx = await holderCtx(locals, cookies, params.collectiveId);
  const list = await showCollective(ctx, params.collectiveId, readNameFilter(new URLSearchParams()), { after: null, before: null });
  const { url } = await collectiveQr(ctx, params.collectiveId);
  return { list, link: url, mails: locals.platform.mailer.configured };
};
