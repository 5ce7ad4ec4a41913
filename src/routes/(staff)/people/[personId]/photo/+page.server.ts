import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit, tooLargeToRead } from '#routes/submit.ts';
import { PHOTO_MOST_BYTES, removePhoto, savePhoto, showPerson, showPhotoForm } from '#server/modules/people/index.ts';
import { invalid } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { hasPhoto } = await showPhotoForm(locals.ctx, params.personId);
  const { id, name, photo } = await showPerson(locals.ctx, params.personId);
  return { id, name, photo: hasPhoto ? photo : null, maxBytes: PHOTO_MOST_BYTES };
};

const Upload = z.object({ photo: z.instanceof(File).optional() });

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const tooLarge = tooLargeToRead(locals, request, 'photo', PHOTO_MOST_BYTES);
    if (tooLarge) return tooLarge;
    const done = await submit(locals, await request.formData(), Upload, async ({ photo }) => {
      if (!photo || photo.size === 0) throw invalid('photo', 'field.required');
      await savePhoto(locals.ctx, params.personId, new Uint8Array(await photo.arrayBuffer()));
    });
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}?done=saved`);
  },
  remove: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => removePhoto(locals.ctx, params.personId));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}?done=removed`);
  },
};
