import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { ownSecondStep, SecondStepProof, switchOffSecondStep } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  if (!(await ownSecondStep(locals.ctx)).isOn) goTo(locals, '/account/second-step');
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), SecondStepProof, (proof) => switchOffSecondStep(locals.ctx, proof, locals.source));
    if (!done.ok) return done.failure;
    goTo(locals, '/account/second-step?done=off');
  },
};
