import { z } from 'zod';
import { goTo } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { translator } from '#lib/i18n/index.ts';
import { problemText } from '#server/http/problems.ts';
import { readUnsubscribing, unsubscribe } from '#server/modules/access/index.ts';
import { AppError } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

/** Opening the address changes nothing: programs that check mails open it, too. */
export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  try {
    return { ...(await readUnsubscribing(locals.ctx, params.token)), dead: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { stopped: false, dead: problemText(translator(locals.locale), error.code) };
  }
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), z.object({}), () => unsubscribe(locals.ctx, params.token));
    if (!done.ok) return done.failure;
    goTo(locals, `/unsubscribe/${params.token}`);
  },
};
