import { pdfAnswer } from '#routes/pdf-answer.ts';
import { certificateFileFor, mayReadIssue } from '#server/modules/credentials/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const file = await certificateFileFor(locals.ctx, params.issueId, ({ issueId }) => mayReadIssue(locals.ctx, issueId));
  return pdfAnswer(file.pdf, file.filename);
};
