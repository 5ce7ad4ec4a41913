import { z } from 'zod';
import { goTo } from '#routes/go.ts';
import { holderCtx, PRIVATE } from '#routes/holder-ctx.ts';
import { submit } from '#routes/submit.ts';
import { chooseZone, confirmName, showRegistration, ZoneChoice } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, cookies, url, setHeaders }) => {
  setHeaders(PRIVATE);
  const ctx = await holderCtx(locals, cookies, params.registrationId);
  return { mine: await showRegistration(ctx, params.registrationId), done: url.searchParams.get('done') };
};

export const actions: Actions = {
  zone: async ({ request, locals, params, cookies }) => {
    const ctx = await holderCtx(locals, cookies, params.registrationId);
    const done = await submit(locals, await request.formData(), ZoneChoice, ({ timeZone }) => chooseZone(ctx, params.registrationId, timeZone));
    if (!done.ok) return done.failure;
    goTo(locals, `/registrations/${params.registrationId}`);
  },
  confirm_name: async ({ request, locals, params, cookies }) => {
    const ctx = await holderCtx(locals, cookies, params.registrationId);
    const done = await submit(locals, await request.formData(), z.object({}), () => confirmName(ctx, params.registrationId));
    if (!done.ok) return done.failure;
    goTo(locals, `/registrations/${params.registrationId}?done=name`);
  },
};
