import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { askErasure, ownErasure, ownPersonId } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { RequestLocals } from '#server/http/request.ts';
import type { Actions, PageServerLoad } from './$types';

async function ownId(locals: RequestLocals): Promise<string> {
  const personId = await ownPersonId(locals.ctx);
  if (!personId) throw notFound();
  return personId;
}

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  await ownErasure(locals.ctx, await ownId(locals));
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), plainInput, async () => askErasure(locals.ctx, await ownId(locals)));
    if (!done.ok) return done.failure;
    goTo(locals, '/account/my-data?done=asked');
  },
};
