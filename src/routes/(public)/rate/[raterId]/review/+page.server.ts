import { goTo } from '#routes/go.ts';
import { holderCtx, PRIVATE } from '#routes/holder-ctx.ts';
import { rateHead } from '#routes/rate-page.ts';
import { sheetPage } from '#routes/sheet-page.ts';
import { submit } from '#routes/submit.ts';
import { declineRating, handInCampaignSheet, showCampaignSheet } from '#server/modules/competencies/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

/** What was chosen and what was left out, before it is handed in. */
export const load: PageServerLoad = async ({ locals, params, cookies, url, setHeaders }) => {
  setHeaders(PRIVATE);
  const ctx = await holderCtx(locals, cookies, params.raterId);
  if (ctx.actor.kind === 'visitor') goTo(locals, `/sign-in?next=${encodeURIComponent(locals.path + url.search)}`);
  const { sheet: detail } = await showCampaignSheet(ctx, params.raterId);
  if (!detail) goTo(locals, `/rate/${params.raterId}`);
  return { ...rateHead(detail, locals.locale), areas: sheetPage(detail, locals.locale, null).areas };
};

export const actions: Actions = {
  hand_in: async ({ request, locals, params, cookies }) => {
    const ctx = await holderCtx(locals, cookies, params.raterId);
    const done = await submit(locals, await request.formData(), plainInput, () => handInCampaignSheet(ctx, params.raterId));
    if (!done.ok) return done.failure;
    goTo(locals, `/rate/${params.raterId}`);
  },
  decline: async ({ request, locals, params, cookies }) => {
    const ctx = await holderCtx(locals, cookies, params.raterId);
    const done = await submit(locals, await request.formData(), plainInput, () => declineRating(ctx, params.raterId));
    if (!done.ok) return done.failure;
    goTo(locals, ctx.actor.kind === 'link' ? '/' : `/rate/${params.raterId}`);
  },
};
