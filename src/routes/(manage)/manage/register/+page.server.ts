import { needAccount } from '#routes/go.ts';
import { keepsTemplates, listRegisterFor, RegisterFilter } from '#server/modules/credentials/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const filter = RegisterFilter.parse(Object.fromEntries(url.searchParams));
  return { filter, list: await listRegisterFor(locals.ctx, filter), templates: keepsTemplates(locals.actor, locals.ctx.networkId) };
};
