import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { askParent } from '#server/flows/consents.ts';
import { AskParent, giveOwnConsent, ownPersonId, readConsentText, showConsents } from '#server/modules/people/index.ts';
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
  const { open, who, below, asked } = await showConsents(locals.ctx, await ownId(locals));
  const last = asked.find(({ textId }) => textId === params.textId);
  return {
    text: await readConsentText(locals.ctx, params.textId),
    isOpen: open.some(({ id }) => id === params.textId),
    who,
    below,
    asked: last ? { parentName: last.parentName, at: last.askedAt, refusedAt: last.refusedAt } : null,
    mailLocale: locals.locale,
    done: url.searchParams.has('asked'),
  };
};

export const actions: Actions = {
  agree: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, async () => giveOwnConsent(locals.ctx, await ownId(locals), params.textId));
    if (!done.ok) return done.failure;
    goTo(locals, '/account/my-data?done=agreed');
  },
  ask: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), AskParent.omit({ textId: true }), async (input) => askParent(locals.ctx, await ownId(locals), { ...input, textId: params.textId }));
    if (!done.ok) return done.failure;
    goTo(locals, `/account/my-data/consents/${params.textId}?asked`);
  },
};
