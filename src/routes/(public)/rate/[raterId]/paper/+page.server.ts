import { goTo } from '#routes/go.ts';
import { holderCtx, PRIVATE } from '#routes/holder-ctx.ts';
import { rateHead, wholeSheet } from '#routes/rate-page.ts';
import { getSheetOnPaper } from '#server/modules/competencies/index.ts';
import type { PageServerLoad } from './$types';

/** A sheet for paper, empty or as far as it is filled in. */
export const load: PageServerLoad = async ({ locals, params, cookies, url, setHeaders }) => {
  setHeaders(PRIVATE);
  const ctx = await holderCtx(locals, cookies, params.raterId);
  if (ctx.actor.kind === 'visitor') goTo(locals, `/sign-in?next=${encodeURIComponent(locals.path + url.search)}`);
  const detail = await getSheetOnPaper(ctx, params.raterId, { blank: url.searchParams.get('blank') === '1' });
  return { ...rateHead(detail, locals.locale), parts: wholeSheet(detail, locals.locale) };
};
