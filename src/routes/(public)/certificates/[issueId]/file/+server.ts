import { mayOpen } from '#routes/certificate-holder.ts';
import { pdfAnswer } from '#routes/pdf-answer.ts';
import { certificateFileFor } from '#server/modules/credentials/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, cookies }) => {
  const file = await certificateFileFor(locals.ctx, params.issueId, mayOpen(locals, cookies));
  return pdfAnswer(file.pdf, file.filename);
};
