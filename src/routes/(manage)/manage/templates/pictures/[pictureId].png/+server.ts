import { fileAnswer } from '#routes/file-answer.ts';
import { readPicture } from '#server/modules/credentials/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, request }) => {
  const { id, mediaType, bytes } = await readPicture(locals.ctx, params.pictureId);
  return fileAnswer(request, { body: bytes, type: mediaType, name: mediaType === 'image/png' ? 'picture.png' : 'picture.jpg', isPublic: false, maxAge: 0, etag: `"${id}"` });
};
