import { fileAnswer } from '#routes/file-answer.ts';
import { ownDataFile } from '#server/flows/personal-data.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, request }) => {
  const data = await ownDataFile(locals.ctx);
  return fileAnswer(request, { body: `${JSON.stringify(data, null, 2)}\n`, type: 'application/json; charset=utf-8', name: 'sheberlik-data.json', isPublic: false, maxAge: 0 });
};
