import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { contributorInput, plainInput, removeContributor, saveContributor, showContributorForm } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

const idOf = (param: string) => (param === 'new' ? null : param);

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const form = await showContributorForm(locals.ctx, params.eventId, idOf(params.contributorId));
  return { ...form, removing: url.searchParams.has('remove') && form.id !== null };
};

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), contributorInput, (input) => saveContributor(locals.ctx, params.eventId, idOf(params.contributorId), input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/contributors?done=saved&draft=contributor-${params.eventId}-${params.contributorId}`);
  },
  remove: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => removeContributor(locals.ctx, params.eventId, params.contributorId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/contributors?done=removed`);
  },
};
