import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { previewErasure, startErasing } from '#server/flows/erasing.ts';
import { declineErasure, DeclineErasure, StartErasure } from '#server/modules/people/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  return { id: params.personId, ...(await previewErasure(locals.ctx, params.personId)) };
};

export const actions: Actions = {
  erase: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), StartErasure, () => startErasing(locals.ctx, params.personId));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}?done=erasing`);
  },
  decline: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), DeclineErasure, (input) => declineErasure(locals.ctx, params.personId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}?done=not_erased`);
  },
};
