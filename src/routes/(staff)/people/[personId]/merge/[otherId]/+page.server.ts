import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { keepApart, MERGE_FIELDS, MergeInput, mergePersons, showMerge } from '#server/modules/people/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  return { ...(await showMerge(locals.ctx, params.personId, params.otherId)), fields: MERGE_FIELDS };
};

export const actions: Actions = {
  merge: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), MergeInput, (input) => mergePersons(locals.ctx, params.personId, params.otherId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}?done=merged`);
  },
  apart: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => keepApart(locals.ctx, params.personId, params.otherId));
    if (!done.ok) return done.failure;
    goTo(locals, '/people/duplicates?done=apart');
  },
};
