import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { beginSecondStep, ownSecondStep, renewRecoveryCodes, SecondStepCode } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  return { step: await ownSecondStep(locals.ctx), done: url.searchParams.get('done') };
};

export const actions: Actions = {
  begin: async ({ locals }) => {
    await beginSecondStep(locals.ctx);
    goTo(locals, '/account/second-step/set-up');
  },
  renew: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), SecondStepCode, ({ code }) => renewRecoveryCodes(locals.ctx, code, locals.source));
    if (!done.ok) return done.failure;
    // Shown in this answer and never again: they are kept as hashes only.
    return { codes: done.result };
  },
};
