import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { giveOwnConsent, ownPersonId, readConsentText, showConsents } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { RequestLocals } from '#server/http/request.ts';
import type { Actions, PageServerLoad } from './$types';

async function ownId(locals: RequestLocals): Promise<string> {
  const personId = await ownPersonId(locals.ctx);
  if (!personId) throw notFound();
  return personId;
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { open, who, below } = await showConsents(locals.ctx, await ownId(locals));
  return { text: await readConsentText(locals.ctx, params.textId), isOpen: open.some(({ id }) => id === params.textId), who, below };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, async () => giveOwnConsent(locals.ctx, await ownId(locals), params.textId));
    if (!done.ok) return done.failure;
    goTo(locals, '/account/my-data?done=agreed');
  },
};
