import { pdfAnswer } from '#routes/pdf-answer.ts';
import { sharedFile } from '#server/modules/credentials/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { pdf, filename } = await sharedFile(locals.ctx, params.token, locals.source);
  return pdfAnswer(pdf, filename);
};
