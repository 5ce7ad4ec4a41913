import { needAccount } from '#routes/go.ts';
import { personName, showPerson } from '#server/modules/people/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const card = await showPerson(locals.ctx, params.personId);
  const merged = card.mergedInto ? { id: card.mergedInto, name: (await personName(locals.ctx, card.mergedInto)) ?? '' } : null;
  return { card, merged, done: url.searchParams.get('done'), draft: url.searchParams.get('draft') };
};
