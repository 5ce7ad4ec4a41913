import { pdfAnswer } from '#routes/pdf-answer.ts';
import { archiveCopyFor } from '#server/modules/credentials/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const file = await archiveCopyFor(locals.ctx, params.issueId);
  return pdfAnswer(file.pdf, file.filename);
};
