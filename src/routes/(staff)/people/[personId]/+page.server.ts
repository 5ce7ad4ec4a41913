import { goTo, needAccount } from '#routes/go.ts';
import { personName, showPerson, unmergePerson } from '#server/modules/people/index.ts';
import { submit } from '#routes/submit.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const card = await showPerson(locals.ctx, params.personId);
  const merged = card.mergedInto ? { id: card.mergedInto, name: (await personName(locals.ctx, card.mergedInto)) ?? '' } : null;
  return { card, merged, done: url.searchParams.get('done'), draft: url.searchParams.get('draft') };
};

export const actions: Actions = {
  unmerge: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => unmergePerson(locals.ctx, params.personId));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}?done=unmerged`);
  },
};
