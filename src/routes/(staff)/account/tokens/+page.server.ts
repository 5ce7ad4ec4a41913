import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { organisationNames } from '#server/flows/network-settings.ts';
import { ownTokens, withdrawAllTokens, withdrawOwnToken } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const [tokens, names] = await Promise.all([ownTokens(locals.ctx), organisationNames(locals.ctx)]);
  return {
    tokens: tokens.map((token) => ({ ...token, organisation: token.organisationId && (names.get(token.organisationId) ?? null) })),
    done: url.searchParams.get('done'),
  };
};

export const actions: Actions = {
  withdraw_all: async ({ locals }) => {
    await withdrawAllTokens(locals.ctx);
    goTo(locals, '/account/tokens?done=all');
  },
  withdraw: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), z.object({ tokenId: z.string() }), ({ tokenId }) => withdrawOwnToken(locals.ctx, tokenId));
    if (!done.ok) return done.failure;
    goTo(locals, '/account/tokens?done=withdrawn');
  },
};
