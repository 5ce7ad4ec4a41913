import { fileAnswer } from '#routes/file-answer.ts';
import { readPhoto } from '#server/modules/people/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, request }) => {
  const { id, bytes } = await readPhoto(locals.ctx, params.personId);
  return fileAnswer(request, { body: bytes, type: 'image/jpeg', name: 'photo.jpg', isPublic: false, maxAge: 0, etag: `"${id}"` });
};
