import { z } from 'zod';
import { goTo } from '#routes/go.ts';
import { holderCtx, PRIVATE } from '#routes/holder-ctx.ts';
import { submit } from '#routes/submit.ts';
import { cancelRegistration, showRegistration } from '#server/modules/seminars/index.ts';
import { AppError } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, cookies, setHeaders }) => {
  setHeaders(PRIVATE);
  const mine = await showRegistration(await holderCtx(locals, cookies, params.registrationId), params.registrationId);
  if (!mine.may.cancel) throw new AppError('page.not_found', 404);
  return { mine };
};

export const actions: Actions = {
  default: async ({ request, locals, params, cookies }) => {
    const ctx = await holderCtx(locals, cookies, params.registrationId);
    const done = await submit(locals, await request.formData(), z.object({}), () => cancelRegistration(ctx, params.registrationId));
    if (!done.ok) return done.failure;
    goTo(locals, `/registrations/${params.registrationId}`);
  },
};
