import { goTo, needAccount } from '#routes/go.ts';
import { submit, submitMeanwhile } from '#routes/submit.ts';
import { addPost, changePost, organisationsOpenTo, positionChoices, PostInput, removePost, showPerson } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { id, name, posts, may } = await showPerson(locals.ctx, params.personId);
  const post = posts.find((row) => row.id === params.postId) ?? null;
  if (!may.edit || (post === null && params.postId !== 'new')) throw notFound();
  const organisations = await organisationsOpenTo(locals.ctx, 'addPerson');
  // A post somewhere the reader keeps nobody's record stays where it is.
  if (post && !organisations.some(({ value }) => value === post.organisationId)) organisations.unshift({ value: post.organisationId, text: post.organisation });
  return { id, name, post, organisations, positions: await positionChoices(locals.ctx, post?.positionId ?? null) };
};

export const actions: Actions = {
  save: async ({ request, locals, params: { personId, postId } }) => {
    const done = await submitMeanwhile(locals, await request.formData(), PostInput, async (input) => {
      if (postId === 'new') await addPost(locals.ctx, personId, input);
      else await changePost(locals.ctx, personId, postId, input);
    });
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${personId}?done=saved`);
  },
  remove: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => removePost(locals.ctx, params.personId, params.postId));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}?done=removed`);
  },
};
