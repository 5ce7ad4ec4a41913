import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit, tooLargeToRead } from '#routes/submit.ts';
import { addPicture, listPicturesFor, NewPicture, PICTURE_MOST_BYTES, removePicture } from '#server/modules/credentials/index.ts';
import { invalid } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return { ...(await listPicturesFor(locals.ctx)), maxBytes: PICTURE_MOST_BYTES, done: url.searchParams.get('done') };
};

const Upload = NewPicture.extend({ file: z.instanceof(File).optional() });

export const actions: Actions = {
  add: async ({ request, locals }) => {
    const tooLarge = tooLargeToRead(locals, request, 'file', PICTURE_MOST_BYTES);
    if (tooLarge) return tooLarge;
    const done = await submit(locals, await request.formData(), Upload, async ({ file, ...input }) => {
      if (!file || file.size === 0) throw invalid('file', 'field.required');
      await addPicture(locals.ctx, input, new Uint8Array(await file.arrayBuffer()));
    });
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/templates/pictures?done=added');
  },
  remove: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), z.object({ pictureId: z.string() }), ({ pictureId }) => removePicture(locals.ctx, pictureId));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/templates/pictures?done=removed');
  },
};
