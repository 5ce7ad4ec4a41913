import { needAccount } from '#routes/go.ts';
import { accountNames } from '#server/modules/access/index.ts';
import { showPersonChanges } from '#server/modules/people/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { views, ...record } = await showPersonChanges(locals.ctx, params.personId);
  const names = views && views.length > 0 ? await accountNames(locals.ctx, [...new Set(views.map(({ accountId }) => accountId))]) : new Map<string, string>();
  return { id: params.personId, ...record, views: views?.map(({ accountId, hour }) => ({ who: names.get(accountId) ?? '', hour })) ?? null };
};
