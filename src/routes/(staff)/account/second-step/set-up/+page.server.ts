import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { confirmSetup, ownSecondStep, SecondStepCode, secondStepSetup } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, setHeaders, request }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { hasBegun } = await ownSecondStep(locals.ctx);
  // After the right code the answer to the form still shows this page, with the recovery codes on it.
  if (!hasBegun && request.method === 'GET') goTo(locals, '/account/second-step');
  return { setup: hasBegun ? await secondStepSetup(locals.ctx) : null };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), SecondStepCode, ({ code }) => confirmSetup(locals.ctx, code, locals.source));
    if (!done.ok) return done.failure;
    // Shown in this answer and never again: they are kept as hashes only.
    return { codes: done.result };
  },
};
