import { goTo, needAccount } from '#routes/go.ts';
import { submitMeanwhile } from '#routes/submit.ts';
import { EndPost, endPost, showPerson } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { id, name, posts, may } = await showPerson(locals.ctx, params.personId);
  const post = posts.find((row) => row.id === params.postId);
  if (!may.edit || !post) throw notFound();
  return { id, name, post };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submitMeanwhile(locals, await request.formData(), EndPost, (input) => endPost(locals.ctx, params.personId, params.postId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}?done=ended`);
  },
};
